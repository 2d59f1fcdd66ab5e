package io.tocsin.evaluation.query;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The slices of windows that live evaluation keeps. */
@Configuration(proxyBeanMethods = false)
class WindowConfiguration {

    @Bean
    IncrementalWindows incrementalWindows(MeterRegistry meters, Clock clock) {
        return new IncrementalWindows(meters, clock, IncrementalWindows.MOST_SAMPLES);
    }
}
