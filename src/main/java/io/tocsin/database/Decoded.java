package io.tocsin.database;

import io.tocsin.text.Shortened;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a stored text means; when this version cannot read it, what stands for it.
 *
 * @param problem why it could not be read, in one line; empty when it could
 */
public record Decoded<T>(T value, String problem) {

    private static final int MAX_PROBLEM_CHARS = 300;

    /** Never throws because of the text. The stand-in is made from the problem. */
    public static <T> Decoded<T> of(Supplier<T> reading, Function<String, T> standIn) {
        try {
            return new Decoded<>(reading.get(), "");
        } catch (RuntimeException | StackOverflowError e) {
            String problem = problem(e);
            return new Decoded<>(standIn.apply(problem), problem);
        }
    }

    public boolean isReadable() {
        return problem.isEmpty();
    }

    /** What went wrong while reading, in one line for people; the text itself is not in it. */
    public static String problem(Throwable failure) {
        return Shortened.failure(failure, MAX_PROBLEM_CHARS);
    }
}
