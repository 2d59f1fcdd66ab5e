package io.tocsin.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a regular expression would take once it is compiled, found by reading it once: nothing is repeated, no matter what
 * its repetition counts say. The expression need not be valid; what is wrong with it the compiler says.
 */
final class RegexSize {

    /** As in Go, which no expression of Loki or Alertmanager may exceed either. */
    static final int MAX_COPIES = 1000;
    /** RE2/J walks groups recursively; with this depth a stack of 256 KB is enough. */
    static final int MAX_DEPTH = 240;

    /** A thread of the matcher keeps the bounds of every group; ten groups double what an instruction takes. */
    private static final int GROUPS_PER_INSTRUCTION = 10;
    /** The ranges of a class such as {@code \pL} take as much as so many instructions, once per mention. */
    private static final int UNICODE_CLASS = 50;
    /** The ranges of so many characters between brackets take as much as an instruction. */
    private static final int CLASS_CHARACTERS = 16;
    /** The end, the failure and an empty match. */
    private static final int WHOLE = 3;

    private final String regex;
    private final Deque<RegexExtent> enclosing = new ArrayDeque<>();
    private RegexExtent group = RegexExtent.NOTHING;
    private RegexExtent item = RegexExtent.NOTHING;
    private int groups;
    private long tables;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /**
     * The answer for one expression.
     *
     * @param instructions at least as many as RE2/J makes, more for groups and character classes, which take memory too
     * @param problem what is refused whatever the budget is: repetitions that multiply or groups that nest too deep
     */
    record Measure(long instructions, @Nullable Refusal problem) {}

    /** In Go's words, with the part of the expression that is meant. */
    record Refusal(String description, String part) {}

    static Measure of(String regex) {
        return new RegexSize(regex).scan();
    }

    private Measure scan() {
        int i = 0;
        while (i < regex.length()) {
            int end = endOfToken(i);
            Refusal refusal = read(i, end);
            if (refusal != null) {
                return new Measure(Long.MAX_VALUE, refusal);
            }
            i = end;
        }
        while (!enclosing.isEmpty()) {
            close();
        }
        long instructions = group.instructions() + WHOLE;
        return new Measure(instructions + instructions * groups / GROUPS_PER_INSTRUCTION + tables, null);
    }

    private @Nullable Refusal read(int start, int end) {
        char c = regex.charAt(start);
        switch (c) {
            case '(' -> {
                return open(start, end);
            }
            case ')' -> close();
            case '|' -> {
                group = group.plus(2);
                item = RegexExtent.NOTHING;
            }
            case '*', '+', '?' -> {
                group = group.plus(1);
                item = item.plus(1);
            }
            case '{' -> {
                return repeat(start, end);
            }
            default -> literal(start, end);
        }
        return null;
    }

    private @Nullable Refusal open(int start, int end) {
        boolean isFlags = regex.charAt(end - 1) == ')';
        if (isFlags) {
            return null;
        }
        boolean captures = end == start + 1 || regex.charAt(end - 1) == '>';
        groups += captures ? 1 : 0;
        enclosing.push(group);
        group = new RegexExtent(1, captures ? 3 : 1);
        item = RegexExtent.NOTHING;
        return enclosing.size() > MAX_DEPTH
                ? new Refusal(
                        "expression nests too deeply: more than " + MAX_DEPTH + " groups in each other",
                        regex.substring(0, Math.min(end, 80)))
                : null;
    }

    private void close() {
        if (!enclosing.isEmpty()) {
            item = group;
            group = enclosing.pop().plus(item);
        }
    }

    private @Nullable Refusal repeat(int start, int end) {
        Copies copies = end > start + 1 ? Copies.of(regex.substring(start + 1, end - 1)) : null;
        if (copies == null) {
            literal(start, end);
            return null;
        }
        if (copies.most() > 1 && (long) copies.most() * item.copies() > MAX_COPIES) {
            return new Refusal("invalid repeat count", regex.substring(start, end));
        }
        RegexExtent repeated = item.times(copies);
        group = group.plus(new RegexExtent(repeated.copies(), repeated.instructions() - item.instructions()));
        item = repeated;
        return null;
    }

    private void literal(int start, int end) {
        char c = regex.charAt(start);
        boolean isClass = c == '[';
        boolean isQuote = c == '\\' && regex.startsWith("\\Q", start);
        if (isClass || c == '\\') {
            tables += (long) UNICODE_CLASS * unicodeClasses(start, isQuote ? start : end);
        }
        if (isClass) {
            tables += (end - start) / CLASS_CHARACTERS;
        }
        item = new RegexExtent(1, isQuote || c == '{' ? end - start : 1);
        group = group.plus(item);
    }

    private int unicodeClasses(int start, int end) {
        int count = 0;
        for (int i = start; i < end - 1; i++) {
            if (regex.charAt(i) == '\\') {
                count += Character.toLowerCase(regex.charAt(++i)) == 'p' ? 1 : 0;
            }
        }
        return count;
    }

    private int endOfToken(int start) {
        int end = switch (regex.charAt(start)) {
            case '\\' -> endOfEscape(start);
            case '[' -> endOfClass(start);
            case '(' -> endOfOpening(start);
            case '{' -> endOfRepetition(start);
            default -> start + 1;
        };
        return Math.min(Math.max(end, start + 1), regex.length());
    }

    private int endOfEscape(int start) {
        if (!regex.startsWith("\\Q", start)) {
            return start + 2;
        }
        int end = regex.indexOf("\\E", start);
        return end < 0 ? regex.length() : end + 2;
    }

    private int endOfClass(int start) {
        // A bracket that comes first in a class stands for itself, and [:alpha:] has its own.
        int i = start + 1;
        if (i < regex.length() && regex.charAt(i) == '^') {
            i++;
        }
        if (i < regex.length() && regex.charAt(i) == ']') {
            i++;
        }
        while (i < regex.length() && regex.charAt(i) != ']') {
            int named = regex.startsWith("[:", i) ? regex.indexOf(":]", i + 2) : -1;
            i = named > 0 ? named + 2 : i + (regex.charAt(i) == '\\' ? 2 : 1);
        }
        return i + 1;
    }

    /** Behind {@code (}, {@code (?:}, {@code (?i:}, {@code (?P<name>} or the whole of {@code (?i)}. */
    private int endOfOpening(int start) {
        if (!regex.startsWith("(?", start)) {
            return start + 1;
        }
        int i = start + 2;
        while (i < regex.length() && "imsU-".indexOf(regex.charAt(i)) >= 0) {
            i++;
        }
        if (i < regex.length() && (regex.charAt(i) == ':' || regex.charAt(i) == ')')) {
            return i + 1;
        }
        int name = regex.indexOf('>', start);
        return name > 0 ? name + 1 : start + 1;
    }

    private int endOfRepetition(int start) {
        int i = start + 1;
        while (i < regex.length() && (Character.isDigit(regex.charAt(i)) || regex.charAt(i) == ',')) {
            i++;
        }
        return i < regex.length() && regex.charAt(i) == '}' ? i + 1 : start + 1;
    }

    /** How often {@code n}, {@code n,} or {@code n,m} copies its operand, and how many of the copies may be left out. */
    private record Copies(int most, int optional) {

        /** Null for what is no repetition. */
        static @Nullable Copies of(String counts) {
            int comma = counts.indexOf(',');
            int least = number(comma < 0 ? counts : counts.substring(0, comma));
            boolean isBounded = comma >= 0 && comma < counts.length() - 1;
            int most = isBounded ? number(counts.substring(comma + 1)) : least;
            if (least < 0 || most < 0) {
                return null;
            }
            int largest = Math.max(1, Math.max(least, most));
            return new Copies(largest, comma < 0 && least > 0 ? 0 : Math.max(1, largest - least));
        }

        private static int number(String digits) {
            if (digits.isEmpty() || digits.indexOf(',') >= 0) {
                return -1;
            }
            return digits.length() > 4 ? MAX_COPIES + 1 : Integer.parseInt(digits);
        }
    }

    /**
     * How large a part of a regex is.
     *
     * @param copies the product of the repetitions that are nested deepest in it
     */
    private record RegexExtent(int copies, long instructions) {

        static final RegexExtent NOTHING = new RegexExtent(1, 0);

        RegexExtent plus(RegexExtent other) {
            return new RegexExtent(Math.max(copies, other.copies), instructions + other.instructions);
        }

        RegexExtent plus(int more) {
            return new RegexExtent(copies, instructions + more);
        }

        /** A copy that may be left out takes an instruction more. */
        RegexExtent times(Copies times) {
            return new RegexExtent(copies * times.most(), instructions * times.most() + times.optional());
        }
    }
}
