package io.tocsin.answer;

import io.tocsin.answer.store.MentionMutes;
import io.tocsin.contactpoint.MentionWishes;
import io.tocsin.retention.TableRetention;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How long it is known what was acted on, which no service repeats for as long; and who wants no mentions. */
@Configuration(proxyBeanMethods = false)
class AnswerConfiguration {

    private static final Duration ANSWERS = Duration.ofDays(7);

    @Bean
    TableRetention chatAnswerRetention() {
        return TableRetention.of("chat_answer", "id", "answered_at", ANSWERS, "");
    }

    @Bean
    MentionWishes mentionWishes(MentionMutes mutes, Clock clock) {
        return () -> mutes.mutedAt(clock.instant());
    }

    @Bean
    TableRetention mentionMuteRetention() {
        return TableRetention.of("chat_mention_mute", "person", "muted_until", Duration.ofDays(1), "");
    }
}
