package io.tocsin.logql.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Refuses regular expressions that would need too much memory: as Go does, repetitions that multiply to more than 1000
 * copies and groups nested deeper than 1000; and earlier than Go, programs of more than 100,000 instructions.
 */
final class RegexSize {

    private static final int MAX_COPIES = 1000;
    private static final int MAX_DEPTH = 1000;
    private static final int MAX_INSTRUCTIONS = 100_000;

    private final String regex;
    private final Deque<Extent> enclosing = new ArrayDeque<>();
    private Extent group = new Extent(1, 0);
    private Extent item = new Extent(1, 0);

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
            int end = endOfToken(i);
            if (c == '(') {
                enclosing.push(group);
                group = new Extent(1, 1);
            } else if (c == ')' && !enclosing.isEmpty()) {
                item = group;
                group = enclosing.pop().plus(item);
            } else if (c == '{' && end > i + 1) {
                int copies = copiesOf(regex.substring(i + 1, end - 1));
                if (copies > 1 && (long) copies * item.copies() > MAX_COPIES) {
                    return problem("invalid repeat count", regex.substring(i, end));
                }
                Extent repeated = item.times(copies);
                group = group.plus(new Extent(repeated.copies(), repeated.instructions() - item.instructions()));
                item = repeated;
            } else if ("*+?|".indexOf(c) < 0) {
                item = new Extent(1, end - i);
                group = group.plus(item);
            }
            if (enclosing.size() > MAX_DEPTH) {
                return problem("expression nests too deeply", regex);
            }
            if (group.instructions() > MAX_INSTRUCTIONS) {
                return problem("expression too large", regex);
            }
            i = end;
        }
        return Optional.empty();
    }

    private static Optional<String> problem(String what, String where) {
        return Optional.of("error parsing regexp: " + what + ": `" + where + "`");
    }

    private int endOfToken(int start) {
        int end = switch (regex.charAt(start)) {
            case '\\' -> regex.startsWith("\\Q", start) ? endOfQuote(start) : start + 2;
            case '[' -> endOfClass(start);
            case '{' -> regex.indexOf('}', start) + 1;
            default -> start + 1;
        };
        return Math.min(Math.max(end, start + 1), regex.length());
    }

    private int endOfQuote(int start) {
        int end = regex.indexOf("\\E", start);
        return end < 0 ? regex.length() : end + 2;
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

    /**
     * How large a part of a regex is.
     *
     * @param copies the product of the repetitions that are nested deepest in it
     */
    private record Extent(int copies, long instructions) {

        Extent plus(Extent other) {
            return new Extent(Math.max(copies, other.copies), instructions + other.instructions);
        }

        Extent times(int factor) {
            return new Extent(copies * factor, instructions * factor);
        }
    }
}
