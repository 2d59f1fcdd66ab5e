package io.tocsin.web;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Durations in sentences of a page, in the reader's language; what stands in a file stays as it is written there. */
@Component("durationTexts")
public class DurationTexts {

    private static final Pattern PART = Pattern.compile("(\\d+)(ms|[wdhms])");
    private static final Pattern DURATION = Pattern.compile("(?:" + PART + " ?)+");
    private static final Map<String, String> KOREAN =
            Map.of("w", "주", "d", "일", "h", "시간", "m", "분", "s", "초", "ms", "밀리초");

    /** @param duration as {@code 1h30m} or {@code 1h 30m}; another text stays */
    public String of(String duration, Locale locale) {
        if (!locale.getLanguage().equals("ko") || !DURATION.matcher(duration).matches()) {
            return duration;
        }
        return PART.matcher(duration).results().map(DurationTexts::korean).collect(Collectors.joining(" "));
    }

    private static String korean(MatchResult part) {
        return part.group(1) + Objects.requireNonNull(KOREAN.get(part.group(2)));
    }
}
