package io.tocsin.text;

/**
 * How much text one run of a template may still make. Text doubles with each {@code print $x $x}, so what a function takes,
 * what it gives and what the whole run has made are all counted. For one thread.
 */
public final class TextBudget {

    /** The longest single text, in characters. */
    public static final int LONGEST_TEXT = 1 << 20;

    /** The most characters of all texts that one run makes. */
    public static final int MOST_TEXT = 8 * LONGEST_TEXT;

    private final int longest;
    private final int most;
    private long made;

    public TextBudget() {
        this(LONGEST_TEXT, MOST_TEXT);
    }

    /**
     * A smaller budget.
     *
     * @param longest of a single text
     * @param most of all texts together
     */
    public TextBudget(int longest, int most) {
        this.longest = longest;
        this.most = most;
    }

    /** The most characters that a single text may have. */
    public int longest() {
        return longest;
    }

    /** A text would be longer than the budget allows; the message says which limit. */
    public static final class Exceeded extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message);
        }
    }

    /**
     * Counts a text that was made.
     *
     * @throws Exceeded if it is too long, or all texts together are
     */
    public void take(long characters) {
        check(characters);
        made += characters;
        if (made > most) {
            throw new Exceeded("the template makes more than " + most + " characters of text");
        }
    }

    /**
     * Looks at a text that is being made, or at what a function is given together.
     *
     * @throws Exceeded if it is too long
     */
    public void check(long characters) {
        if (characters > longest) {
            throw new Exceeded("result is longer than " + longest + " characters");
        }
    }
}
