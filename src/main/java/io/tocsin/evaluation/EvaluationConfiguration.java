package io.tocsin.evaluation;

import io.tocsin.evaluation.state.ExpressionReader;
import io.tocsin.evaluation.state.TextRenderer;
import io.tocsin.retention.TableRetention;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How texts of rules are rendered, and how long what evaluation writes is kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EvaluationProperties.class)
class EvaluationConfiguration {

    /** A chunk of evaluations takes about as much room as so many rows of other history. */
    private static final int ROWS_OF_A_CHUNK = 25;

    @Bean
    TextRenderer ruleTextRenderer(@Value("${tocsin.external-url:}") String externalUrl) {
        return new TextRenderer(externalUrl);
    }

    @Bean
    ExpressionReader expressionReader() {
        return new ExpressionReader();
    }

    @Bean
    TableRetention evaluationRetention(EvaluationProperties properties) {
        return history("evaluation_chunk", "id", "last_slot", properties)
                .atMost(Math.max(1, properties.evaluation().historyMaxRows() / ROWS_OF_A_CHUNK));
    }

    @Bean
    TableRetention transitionRetention(EvaluationProperties properties) {
        return history("instance_transition", "id", "slot", properties)
                .atMost(properties.evaluation().historyMaxRows());
    }

    @Bean
    TableRetention eventRetention(EvaluationProperties properties) {
        return history("alert_event", "id", "event_at", properties)
                .onlyIf("(dispatched_at is not null or set_aside_at is not null)");
    }

    @Bean
    TableRetention removedRuleRetention(EvaluationProperties properties) {
        return history("rule_status", "id", "removed_at", properties);
    }

    @Bean
    TableRetention missedSlotsRetention(EvaluationProperties properties) {
        return history("missed_slots", "id", "last_slot", properties);
    }

    @Bean
    TableRetention serviceGapRetention(EvaluationProperties properties) {
        return history("service_gap", "id", "until_at", properties).onlyIf("told_at is not null");
    }

    private static TableRetention history(String table, String key, String time, EvaluationProperties properties) {
        return TableRetention.of(
                table, key, time, properties.evaluation().historyMaxAge(), "tocsin.evaluation.history-max-age");
    }
}
