package io.tocsin.logstore.push;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spellings of log levels that Loki maps to one word each. */
final class LevelNames {

    static final String UNKNOWN = "unknown";

    private static final Map<String, String> LEVELS = Map.ofEntries(
            Map.entry("trace", "trace"),
            Map.entry("trc", "trace"),
            Map.entry("debug", "debug"),
            Map.entry("dbg", "debug"),
            Map.entry("info", "info"),
            Map.entry("inf", "info"),
            Map.entry("information", "info"),
            Map.entry("warn", "warn"),
            Map.entry("wrn", "warn"),
            Map.entry("warning", "warn"),
            Map.entry("error", "error"),
            Map.entry("err", "error"),
            Map.entry("critical", "critical"),
            Map.entry("fatal", "fatal"));

    private static final int LONGEST = "information".length();

    private LevelNames() {}

    /** The level that the spelling stands for, in any case; null when it is none. */
    static @Nullable String lookUp(String spelling) {
        return spelling.length() > LONGEST ? null : LEVELS.get(spelling.toLowerCase(Locale.ROOT));
    }

    /** The level, or the text itself where it is none. */
    static String normalize(String spelling) {
        String level = lookUp(spelling);
        return level == null ? spelling : level;
    }

    /** The level of an OpenTelemetry severity number, given as text. */
    static String ofSeverityNumber(String text) {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return "info";
        }
        if (number == 0 || number > 24) {
            return UNKNOWN;
        }
        if (number <= 4) {
            return "trace";
        }
        return switch ((number - 1) / 4) {
            case 1 -> "debug";
            case 2 -> "info";
            case 3 -> "warn";
            case 4 -> "error";
            default -> "fatal";
        };
    }
}
