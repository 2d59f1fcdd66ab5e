package io.tocsin;

import io.tocsin.access.store.AuditLog;
import io.tocsin.contactpoint.file.ContactPointCatalog;
import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleFileProperties;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks for changed files often enough that the audit log has them in the order of what they did. */
@Configuration(proxyBeanMethods = false)
class FileAuditConfiguration {

    private static final Duration PERIOD = Duration.ofSeconds(5);

    @Bean
    FileAudit fileAudit(
            AuditLog entries,
            Clock clock,
            RuleCatalog rules,
            RuleFileProperties ruleFiles,
            ContactPointCatalog contactPoints,
            PolicyCatalog policies,
            DataSourceCatalog dataSources) {
        return new FileAudit(entries, clock)
                .rules(rules, ruleFiles.rulesDir())
                .contactPoints(contactPoints)
                .policies(policies)
                .dataSources(dataSources);
    }

    @Bean
    RepeatingTask fileAuditTask(FileAudit audit) {
        return RepeatingTask.every(PERIOD, "file-audit", audit::look).whenLate(Severity.NOTICE);
    }
}
