package io.tocsin.rule.file;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.KnownNames;
import io.tocsin.rule.RuleFileParser;
import io.tocsin.rule.lint.RuleLinter;
import io.tocsin.task.RepeatingTask;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the rules before anything that evaluates them starts, and watches their files from then on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RuleFileProperties.class)
class RuleFileConfiguration {

    @Bean
    RuleDirectory ruleDirectory(RuleFileProperties properties, Clock clock) {
        return new RuleDirectory(
                properties.directory(), properties.watchdog() ? Map.of(Watchdog.FILE, Watchdog.TEXT) : Map.of(), clock);
    }

    /**
     * An {@link ExpressionCheck} bean replaces the check of expressions as LogQL; without a {@link KnownNames.NameSource}
     * bean, rules may name any data source and contact point.
     */
    @Bean
    RuleFileParser ruleFileParser(ObjectProvider<ExpressionCheck> check, ObjectProvider<KnownNames.NameSource> names) {
        return new RuleFileParser(
                check.getIfUnique(ExpressionCheck::new), names.getIfUnique(() -> () -> KnownNames.ANY));
    }

    /** A {@link RuleLinter} bean replaces the one that takes every data source for a Loki. */
    @Bean
    RuleFileLoader ruleFileLoader(
            RuleDirectory directory,
            RuleFileParser parser,
            ObjectProvider<RuleLinter> linter,
            Clock clock,
            MeterRegistry registry) {
        RuleCatalog catalog = new RuleCatalog();
        RuleFileLoader loader = new RuleFileLoader(
                directory,
                parser,
                linter.getIfUnique(RuleLinter::new),
                catalog,
                clock,
                new ReloadMetrics(registry, catalog));
        loader.reload();
        return loader;
    }

    /** Nobody sees it before its first load. */
    @Bean
    RuleCatalog ruleCatalog(RuleFileLoader loader) {
        return loader.catalog();
    }

    @Bean
    RuleFileTexts ruleFileTexts(RuleDirectory directory) {
        return new RuleFileTexts(directory);
    }

    @Bean
    RuleDirectoryWatcher ruleDirectoryWatcher(
            RuleDirectory directory, RuleFileLoader loader, RuleFileProperties properties) {
        return new RuleDirectoryWatcher(directory, loader, properties.rulesPollInterval());
    }

    @Bean
    RepeatingTask ruleFilesTask(RuleDirectoryWatcher watcher) {
        return watcher.task();
    }

    @Bean
    RuleFileConcerns ruleFileConcerns(RuleCatalog catalog, RuleFileProperties properties) {
        return new RuleFileConcerns(catalog, !properties.rulesDir().equals(RuleFileProperties.DEFAULT_DIRECTORY));
    }
}
