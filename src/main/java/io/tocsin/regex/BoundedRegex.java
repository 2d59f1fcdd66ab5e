package io.tocsin.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.tocsin.text.Shortened;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compiles regular expressions that come from outside, and is the only place that does. What an expression would take is
 * computed from its text first, because RE2 multiplies repetitions out: {@code (x{1000}){1000}} are 13 characters and a
 * million instructions. What was compiled lately is kept, as silences and rules are read again and again.
 */
public final class BoundedRegex {

    /** The longest expression, in characters. */
    public static final int MAX_LENGTH = 10_000;

    /** The most instructions of one expression; each takes about a hundred bytes. */
    public static final int MAX_INSTRUCTIONS = 10_000;

    private static final int MAX_SHOWN = 81;
    private static final Cache CACHE = new Cache();

    private BoundedRegex() {}

    /**
     * A compiled RE2 expression.
     *
     * @throws PatternSyntaxException if it is not valid or would be too large; the description says what to do
     */
    public static Pattern compile(String expression) {
        return compile(expression, 0);
    }

    /**
     * A compiled RE2 expression.
     *
     * @param flags of {@link Pattern}
     * @throws PatternSyntaxException if it is not valid or would be too large; the description says what to do
     */
    public static Pattern compile(String expression, int flags) {
        Pattern known = CACHE.get(new Key(expression, flags));
        if (known != null) {
            return known;
        }
        long instructions = instructionsOf(expression);
        try {
            Pattern pattern = Pattern.compile(expression, flags);
            CACHE.put(new Key(expression, flags), new CachedRegex(pattern, instructions));
            return pattern;
        } catch (StackOverflowError e) {
            throw new PatternSyntaxException("expression nests too deeply", shortened(expression));
        }
    }

    /**
     * An upper bound of the instructions that the expression takes. It may be invalid otherwise.
     *
     * @throws PatternSyntaxException if they are more than one expression may have
     */
    public static long instructionsOf(String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new PatternSyntaxException(
                    "expression too long: " + expression.length() + " characters, the limit is " + MAX_LENGTH,
                    shortened(expression));
        }
        RegexSize.Measure measure = RegexSize.of(expression);
        RegexSize.Refusal refusal = measure.problem();
        if (refusal != null) {
            throw new PatternSyntaxException(refusal.description(), refusal.part());
        }
        if (measure.instructions() > MAX_INSTRUCTIONS) {
            throw new PatternSyntaxException(
                    "expression too large: it needs " + measure.instructions() + " instructions, the limit is "
                            + MAX_INSTRUCTIONS + "; use smaller repetition counts, or fewer groups",
                    shortened(expression));
        }
        return measure.instructions();
    }

    static String shortened(String expression) {
        return Shortened.of(expression, MAX_SHOWN);
    }

    private record Key(String expression, int flags) {}

    private record CachedRegex(Pattern pattern, long instructions) {}

    /** The expressions compiled last, bounded by what they take together: about ten megabytes. */
    private static final class Cache {

        private static final int MAX_KEPT_INSTRUCTIONS = 100_000;

        private final Map<Key, CachedRegex> entries = new LinkedHashMap<>(64, 0.75f, true);
        private long instructions;

        @SuppressWarnings("NullAway")
        synchronized Pattern get(Key key) {
            CachedRegex entry = entries.get(key);
            return entry == null ? null : entry.pattern();
        }

        synchronized void put(Key key, CachedRegex entry) {
            CachedRegex former = entries.put(key, entry);
            instructions += entry.instructions() - (former == null ? 0 : former.instructions());
            Iterator<CachedRegex> oldest = entries.values().iterator();
            while (instructions > MAX_KEPT_INSTRUCTIONS) {
                instructions -= oldest.next().instructions();
                oldest.remove();
            }
        }
    }
}
