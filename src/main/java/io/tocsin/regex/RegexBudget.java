package io.tocsin.regex;

import com.google.re2j.PatternSyntaxException;

/** What the expressions of one list of matchers, or of one query, may take together. For one thread. */
public final class RegexBudget {

    /** The most instructions of all expressions together. */
    public static final int MAX_INSTRUCTIONS = 20_000;

    private long taken;

    /** A budget of which as much is taken as of this one now. */
    public RegexBudget copy() {
        RegexBudget copy = new RegexBudget();
        copy.taken = taken;
        return copy;
    }

    /**
     * Counts an expression; false if it is too large with those before it.
     *
     * @throws PatternSyntaxException if it is too large alone
     */
    public boolean takes(String expression) {
        taken += BoundedRegex.instructionsOf(expression);
        return taken <= MAX_INSTRUCTIONS;
    }

    /**
     * Counts an expression before it is compiled.
     *
     * @throws PatternSyntaxException if it is too large alone, or with those before it
     */
    public void take(String expression) {
        if (!takes(expression)) {
            throw new PatternSyntaxException(
                    "expressions too large: those up to here need " + taken + " instructions together, the limit is "
                            + MAX_INSTRUCTIONS + "; use fewer of them, or smaller repetition counts",
                    BoundedRegex.shortened(expression));
        }
    }
}
