package io.tocsin.logstore;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A number of bytes in the settings: {@code 268435456}, {@code 256MB} or {@code 256MiB}, all units in powers of 1024. */
public record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([kmgt]?)i?b?");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);

    /** The name that Spring's binding looks for; null for an environment variable that is set but empty. */
    public static @Nullable ByteSize valueOf(String text) {
        if (text.isBlank()) {
            return null;
        }
        Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a size such as 256MB");
        }
        BigDecimal unit = BigDecimal.valueOf(1L << SHIFTS.getOrDefault(form.group(2), 0));
        return new ByteSize(new BigDecimal(form.group(1)).multiply(unit).longValue());
    }
}
