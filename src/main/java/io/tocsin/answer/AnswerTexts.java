package io.tocsin.answer;

import io.tocsin.contactpoint.Language;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.context.MessageSource;

/** What is said to people who answer, in one language and their time zone. */
record AnswerTexts(MessageSource messages, Locale locale, ZoneId zone) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss");

    static AnswerTexts of(MessageSource messages, Language language, ZoneId zone) {
        Locale locale = switch (language) {
            case EN -> Locale.ENGLISH;
            case KO -> Locale.KOREAN;
        };
        return new AnswerTexts(messages, locale, zone);
    }

    String say(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }

    String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    /** The name of the zone in which {@link #time} speaks. */
    String zoneName() {
        return zone.getId();
    }
}
