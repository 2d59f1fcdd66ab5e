package io.tocsin.logql.engine.text;

/** Estimates how often the smallest part of a regular expression is copied by nested counted repetitions. */
final class RegexSize {

    private final String expression;
    private int at;

    private RegexSize(String expression) {
        this.expression = expression;
    }

    /** The largest product of nested counts: 1000 for {@code (a{10}b){100}}; 1 if there are none. */
    static long largestRepetition(String expression) {
        if (expression.indexOf('{') < 0) {
            return 1;
        }
        return new RegexSize(expression).scan();
    }

    private long scan() {
        long[] open = new long[expression.length() + 1];
        int depth = 0;
        open[0] = 1;
        long last = 1;
        while (at < expression.length()) {
            char c = expression.charAt(at++);
            switch (c) {
                case '\\' -> {
                    at++;
                    last = 1;
                }
                case '[' -> {
                    skipClass();
                    last = 1;
                }
                case '(' -> open[++depth] = 1;
                case ')' -> last = depth > 0 ? open[depth--] : 1;
                case '{' -> last = saturatedProduct(last, count());
                case '*', '+', '?' -> {
                    // They do not copy.
                }
                default -> last = 1;
            }
            open[depth] = Math.max(open[depth], last);
        }
        long largest = 1;
        for (int i = 0; i <= depth; i++) {
            largest = Math.max(largest, open[i]);
        }
        return largest;
    }

    private static long saturatedProduct(long a, long b) {
        return Math.min(1_000_000_000L, a * Math.max(1, Math.min(b, 1_000_000_000L)));
    }

    private void skipClass() {
        if (at < expression.length() && expression.charAt(at) == '^') {
            at++;
        }
        if (at < expression.length() && expression.charAt(at) == ']') {
            at++;
        }
        while (at < expression.length() && expression.charAt(at) != ']') {
            at += expression.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** Reads {@code n}, {@code n,} or {@code n,m} and the brace; the larger number, or 1 if this is no repetition. */
    private long count() {
        int close = expression.indexOf('}', at);
        if (close < 0 || !expression.substring(at, close).matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            return 1;
        }
        long largest = 1;
        for (String number : expression.substring(at, close).split(",")) {
            largest = Math.max(largest, number.isEmpty() ? 1 : Long.parseLong(number));
        }
        at = close + 1;
        return largest;
    }
}
