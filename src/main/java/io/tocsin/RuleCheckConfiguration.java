package io.tocsin;

import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.datasource.config.DataSourceDefinitions;
import io.tocsin.rule.ExpressionCheck;
import io.tocsin.rule.KnownNames;
import io.tocsin.rule.LogqlExpressionCheck;
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
    ExpressionCheck expressionCheck(DataSourceDefinitions definitions) {
        return new LogqlExpressionCheck(definitions::speaksLogql);
    }

    @Bean
    RuleLinter ruleLinter(DataSourceDefinitions definitions) {
        return new RuleLinter(definitions::speaksLogql);
    }

    @Bean
    KnownNames.Source knownNames(DataSourceDefinitions definitions, ObjectProvider<ContactPoints> contactPoints) {
        Set<String> dataSources = definitions.names();
        return () -> new KnownNames(dataSources, contactPointNames(contactPoints.getIfAvailable()));
    }

    private static @Nullable Set<String> contactPointNames(@Nullable ContactPoints contactPoints) {
        return contactPoints == null
                ? null
                : contactPoints.all().stream()
                        .map(contactPoint -> contactPoint.name().value())
                        .collect(Collectors.toSet());
    }
}
