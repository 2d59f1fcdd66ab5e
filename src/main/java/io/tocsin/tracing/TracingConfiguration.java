package io.tocsin.tracing;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Traces, when there is an address for them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingSettings.class)
class TracingConfiguration {

    @Bean
    Tracing tracing(TracingSettings settings, Optional<SpanSender> sender, Clock clock) {
        return sender.map(to -> new Tracing(to::keep, settings.ratio(), clock)).orElse(Tracing.off());
    }

    /** What there is only where spans are sent. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnExpression("!'${tocsin.traces.url:}'.isBlank()")
    static class Sending {

        @Bean
        SpanSender spanSender(TracingSettings settings, MeterRegistry registry) {
            return new SpanSender(settings, resource(), registry);
        }

        @Bean
        RepeatingTask spanSenderTask(SpanSender sender) {
            return new RepeatingTask("traces", SpanSender.PERIOD, sender::send).whenLate(Severity.NOTICE);
        }

        @Bean
        RequestTraces requestTraces(Tracing tracing) {
            return new RequestTraces(tracing);
        }

        private static Map<String, String> resource() {
            Map<String, String> resource = new LinkedHashMap<>();
            resource.put("service.name", "tocsin");
            Optional.ofNullable(SpanSender.class.getPackage().getImplementationVersion())
                    .ifPresent(version -> resource.put("service.version", version));
            Optional.ofNullable(System.getenv("HOSTNAME")).ifPresent(host -> resource.put("service.instance.id", host));
            return resource;
        }
    }
}
