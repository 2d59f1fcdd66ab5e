package io.tocsin.rule;

/** When a value makes an instance active ({@code condition}). NaN satisfies no condition, not even {@code !=}. */
public sealed interface Condition {

    /** False for NaN. */
    boolean isSatisfiedBy(double value);

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
    }

    /** {@code inside [low, high]}: both bounds belong to the range. */
    record Inside(double low, double high) implements Condition {

        @Override
        public boolean isSatisfiedBy(double value) {
            return value >= low && value <= high;
        }
    }

    /** {@code outside [low, high]}: the bounds do not belong to the outside. */
    record Outside(double low, double high) implements Condition {

        @Override
        public boolean isSatisfiedBy(double value) {
            return value < low || value > high;
        }
    }
}
