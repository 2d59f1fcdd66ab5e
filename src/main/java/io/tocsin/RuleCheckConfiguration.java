package io.tocsin;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.KnownNames;
import io.tocsin.rule.lint.RuleLinter;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Tells the reading of rule files what this installation has: data sources, their languages, contact points. */
@Configuration(proxyBeanMethods = false)
class RuleCheckConfiguration {

    /** The queries of groups that ask a Prometheus are no LogQL, and a Prometheus reports their mistakes itself. */
    @Bean
    ExpressionCheck expressionCheck(DataSourceCatalog definitions) {
        return new ExpressionCheck(name -> definitions.current().speaksLogql(name));
    }

    @Bean
    RuleLinter ruleLinter(DataSourceCatalog definitions) {
        return new RuleLinter(name -> definitions.current().speaksLogql(name));
    }

    @Bean
    KnownNames.NameSource knownNames(DataSourceCatalog definitions, ObjectProvider<ContactPoints> contactPoints) {
        return () -> new KnownNames(
                definitions.current().namesForRules(), contactPointNames(contactPoints.getIfAvailable()));
    }

    private static @Nullable Set<String> contactPointNames(@Nullable ContactPoints contactPoints) {
        return contactPoints == null
                ? null
                : contactPoints.all().stream()
                        .map(contactPoint -> contactPoint.name().value())
                        .collect(Collectors.toSet());
    }
}
