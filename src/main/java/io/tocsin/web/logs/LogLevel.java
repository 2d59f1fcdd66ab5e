package io.tocsin.web.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;

/** The level that a log line names, as the class that colours it. */
final class LogLevel {

    private static final Pattern WORD = Pattern.compile(
            "(?i)\\b(fatal|severe|critical|panic|error|err|exception|warn|warning|info|notice|debug|trace)\\b");

    private LogLevel() {}

    /** {@code error}, {@code warn}, {@code info}, {@code debug}, or empty; the first word that names a level counts. */
    static String of(String line) {
        Matcher word = WORD.matcher(line);
        if (!word.find()) {
            return "";
        }
        return switch (word.group().toLowerCase(Locale.ROOT)) {
            case "warn", "warning" -> "warn";
            case "info", "notice" -> "info";
            case "debug", "trace" -> "debug";
            default -> "error";
        };
    }
}
