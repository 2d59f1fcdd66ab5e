package io.tocsin.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.task.RepeatingTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RuleFileConfigurationTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withUserConfiguration(RuleFileConfiguration.class, Properties.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RuleFileProperties.class)
    static class Properties {}

    @Test
    void loadsTheRulesBeforeAnyoneSeesTheCatalog(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.yml"), "groups: [{name: g, rules: [{alert: A, expr: vector(1)}]}]");

        context.withPropertyValues("tocsin.rules-dir=" + folder).run(started -> {
            assertThat(started.getBean(RuleCatalog.class).snapshot().ruleCount())
                    .isEqualTo(1);
            assertThat(started.getBean("ruleFilesTask", RepeatingTask.class).isRunning())
                    .isTrue();
        });
    }

    @Test
    void readsTheFoldersOfTheWorkingDirectoryOnly() {
        context.run(started -> assertThat(
                        started.getBean(RuleCatalog.class).snapshot().files())
                .extracting(RuleFileState::file)
                .containsExactly("job-alerts.yaml", "quiet-sources.yaml", "spring-boot.yaml", "web.yaml"));
    }

    @Test
    void refusesAPollIntervalThatWouldKeepTheDiskBusy() {
        context.withPropertyValues("tocsin.rules-poll-interval=10ms")
                .run(started -> assertThat(started)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessage("tocsin.rules-poll-interval must be at least 100ms"));
    }
}
