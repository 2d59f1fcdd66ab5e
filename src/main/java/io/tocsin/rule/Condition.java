package io.tocsin.rule;

import java.math.BigDecimal;

/** When a value makes an instance active ({@code condition}). NaN satisfies no condition, not even {@code !=}. */
public sealed interface Condition {

    /** False for NaN. */
    boolean isSatisfiedBy(double value);

    /**
     * Reads {@code > 5}, {@code inside [1, 5]} or {@code outside [1, 5]}; {@link Object#toString} of a condition gives
     * such a text back.
     *
     * @throws IllegalArgumentException when the text is not a condition; the message says what to write
     */
    static Condition parse(String text) {
        return ConditionParser.parse(text);
    }

    /** A number in its shortest form: 5, not 5.0. */
    private static String text(double number) {
        return Double.isInfinite(number)
                ? number > 0 ? "+Inf" : "-Inf"
                : BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** How a threshold compares. */
    enum Comparison {
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        EQUAL("=="),
        NOT_EQUAL("!=");

        private final String operator;

        Comparison(String operator) {
            this.operator = operator;
        }

        public String operator() {
            return operator;
        }
    }

    /** {@code > 5} and its like. */
    record Threshold(Comparison comparison, double threshold) implements Condition {

        @Override
        public boolean isSatisfiedBy(double value) {
            if (Double.isNaN(value)) {
                return false;
            }
            return switch (comparison) {
                case GREATER -> value > threshold;
                case GREATER_OR_EQUAL -> value >= threshold;
                case LESS -> value < threshold;
                case LESS_OR_EQUAL -> value <= threshold;
                case EQUAL -> value == threshold;
                case NOT_EQUAL -> value != threshold;
            };
        }

        @Override
        public String toString() {
            return comparison.operator() + " " + text(threshold);
        }
    }

    /** {@code inside [low, high]}: both bounds belong to the range. */
    record Inside(double low, double high) implements Condition {

        @Override
        public boolean isSatisfiedBy(double value) {
            return value >= low && value <= high;
        }

        @Override
        public String toString() {
            return "inside [" + text(low) + ", " + text(high) + "]";
        }
    }

    /** {@code outside [low, high]}: the bounds do not belong to the outside. */
    record Outside(double low, double high) implements Condition {

        @Override
        public boolean isSatisfiedBy(double value) {
            return value < low || value > high;
        }

        @Override
        public String toString() {
            return "outside [" + text(low) + ", " + text(high) + "]";
        }
    }
}
