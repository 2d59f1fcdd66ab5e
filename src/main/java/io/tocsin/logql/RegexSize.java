package io.tocsin.logql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Refuses regular expressions that would need too much memory, as Go does: a repetition that multiplies to more than
 * 1000 copies, and nesting deeper than 1000.
 */
final class RegexSize {

    private static final int MAX_COPIES = 1000;
    private static final int MAX_DEPTH = 1000;

    private final String regex;
    private final Deque<Integer> enclosing = new ArrayDeque<>();
    /** The copies that the largest repetition in the current group makes, and in the item just read. */
    private int groupCopies = 1;

    private int itemCopies = 1;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    static Optional<String> problemOf(String regex) {
        return new RegexSize(regex).scan();
    }

    private Optional<String> scan() {
        int i = 0;
        while (i < regex.length()) {
            char c = regex.charAt(i);
            int end = i + 1;
            if (c == '\\') {
                end = i + 2;
                itemCopies = 1;
            } else if (c == '[') {
                end = endOfClass(i);
                itemCopies = 1;
            } else if (c == '(') {
                if (enclosing.size() >= MAX_DEPTH) {
                    return Optional.of("error parsing regexp: expression nests too deeply: `" + regex + "`");
                }
                enclosing.push(groupCopies);
                groupCopies = 1;
            } else if (c == ')' && !enclosing.isEmpty()) {
                itemCopies = groupCopies;
                groupCopies = Math.max(enclosing.pop(), itemCopies);
            } else if (c == '{') {
                end = regex.indexOf('}', i) + 1;
                int copies = end > 0 ? copiesOf(regex.substring(i + 1, end - 1)) : 1;
                end = Math.max(end, i + 1);
                if (copies > 1 && (long) copies * itemCopies > MAX_COPIES) {
                    return Optional.of("error parsing regexp: invalid repeat count: `" + regex.substring(i, end) + "`");
                }
                itemCopies *= copies;
                groupCopies = Math.max(groupCopies, itemCopies);
            } else if ("*+?".indexOf(c) < 0) {
                itemCopies = 1;
            }
            i = end;
        }
        return Optional.empty();
    }

    private int endOfClass(int start) {
        // A bracket that comes first in a class stands for itself.
        int i = start + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        if (i < regex.length() && regex.charAt(i) == ']') {
            i++;
        }
        while (i < regex.length() && regex.charAt(i) != ']') {
            i += regex.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    /** How often {@code n}, {@code n,} or {@code n,m} copies its operand; 1 for what is no repetition. */
    private static int copiesOf(String counts) {
        if (!counts.matches("[0-9]{1,4}(,([0-9]{1,4})?)?")) {
            return 1;
        }
        int comma = counts.indexOf(',');
        int least = Integer.parseInt(comma < 0 ? counts : counts.substring(0, comma));
        boolean bounded = comma >= 0 && comma < counts.length() - 1;
        int most = bounded ? Integer.parseInt(counts.substring(comma + 1)) : least;
        return Math.max(1, Math.max(least, most));
    }
}
