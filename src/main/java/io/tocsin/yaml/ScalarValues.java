package io.tocsin.yaml;

import io.tocsin.text.go.PrometheusDuration;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the text of a field stands for; each method throws an {@link IllegalArgumentException} for people when it is nothing. */
final class ScalarValues {

    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    /** Says whether a wrong text may be repeated. */
    private final YamlSource source;

    ScalarValues(YamlSource source) {
        this.source = source;
    }

    Duration duration(String text) {
        try {
            return PrometheusDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw source.mayBeSecret() ? new IllegalArgumentException("must be a duration like 30s or 1m30s", e) : e;
        }
    }

    Duration positiveDuration(String text) {
        Duration duration = duration(text);
        if (duration.isZero()) {
            throw new IllegalArgumentException("must be greater than 0s");
        }
        return duration;
    }

    int integer(String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(integerMessage(value, least, most), e);
        }
        throw new IllegalArgumentException(integerMessage(value, least, most));
    }

    private String integerMessage(String value, int least, int most) {
        String range = most == Integer.MAX_VALUE ? least + " or more" : "between " + least + " and " + most;
        return source.quoted(value) + " is not a whole number " + range;
    }

    boolean flag(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!YES.contains(lower) && !NO.contains(lower)) {
            throw new IllegalArgumentException(source.quoted(text) + " is neither true nor false");
        }
        return YES.contains(lower);
    }

    /** One of the constants, written in small letters. */
    <E extends Enum<E>> E choice(String text, Class<E> type) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(source.quoted(text) + " is none of "
                        + Stream.of(type.getEnumConstants())
                                .map(ScalarValues::word)
                                .collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
