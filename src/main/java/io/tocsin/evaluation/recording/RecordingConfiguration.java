package io.tocsin.evaluation.recording;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.evaluation.EvaluationProperties;
import io.tocsin.evaluation.query.RuleQueries;
import io.tocsin.evaluation.schedule.GroupRunner;
import io.tocsin.evaluation.slot.SlotStep;
import io.tocsin.retention.TableRetention;
import io.tocsin.task.RepeatingTask;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Recording rules. Each replica writes on what it has evaluated itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RemoteWriteSettings.class)
class RecordingConfiguration {

    @Bean
    RemoteWriter remoteWriter(RemoteWriteSettings settings, MeterRegistry registry) {
        return new RemoteWriter(settings, registry);
    }

    @Bean
    GroupRunner.SlotListener recorder(
            RuleQueries queries, RecordedSeries recorded, RemoteWriter writer, SlotStep step) {
        Recorder recorder = new Recorder(queries, recorded, writer);
        return (group, slot) -> recorder.record(group, slot, step.askedAt(group, slot));
    }

    @Bean
    @ConditionalOnExpression("!'${tocsin.remote-write.url:}'.isBlank()")
    RepeatingTask remoteWriteTask(RemoteWriter writer) {
        return new RepeatingTask("remote-write", RemoteWriter.PERIOD, writer::write);
    }

    @Bean
    TableRetention recordedRetention(EvaluationProperties properties) {
        return TableRetention.of(
                "recorded_series",
                "id",
                "slot",
                properties.evaluation().historyMaxAge(),
                "tocsin.evaluation.history-max-age");
    }
}
