package io.tocsin.web.status;

import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.datasource.config.DataSourceDefinition;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.rule.file.RuleFileState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the files of an installation say, as far as it is in force: rules, policies and data sources. */
@Component
class FilesInForce {

    private final RuleCatalog rules;
    private final PolicyCatalog policies;
    private final DataSourceCatalog sources;

    FilesInForce(RuleCatalog rules, PolicyCatalog policies, DataSourceCatalog sources) {
        this.rules = rules;
        this.policies = policies;
        this.sources = sources;
    }

    /**
     * One rule file.
     *
     * @param state {@code ok}, {@code stale} or {@code broken}, which ends a message's key
     */
    record FileView(String file, String state, long rules, Instant readAt, List<String> problems) {}

    /** One data source and how it is reached. */
    record SourceAddress(String name, String type, String url, String tenant) {}

    void fill(Model model) {
        RuleCatalogSnapshot snapshot = rules.snapshot();
        model.addAttribute(
                "files", snapshot.files().stream().map(FilesInForce::view).toList());
        model.addAttribute("directoryProblem", snapshot.directoryProblem().orElse(""));
        model.addAttribute("policies", policies.snapshot());
        model.addAttribute("policiesFile", policies.file().toString());
        model.addAttribute(
                "sources",
                sources.current().all().stream().map(FilesInForce::view).toList());
    }

    private static FileView view(RuleFileState file) {
        String state = !file.isBroken() ? "ok" : file.isStale() ? "stale" : "broken";
        long rules = file.ruleFile().stream()
                .flatMap(ruleFile -> ruleFile.groups().stream())
                .mapToLong(group -> group.rules().size())
                .sum();
        return new FileView(
                file.file(),
                state,
                rules,
                file.readAt(),
                file.problems().stream().map(Object::toString).toList());
    }

    private static SourceAddress view(DataSourceDefinition definition) {
        String tenant = definition.http().map(http -> http.tenant()).orElse("");
        return new SourceAddress(
                definition.name().value(),
                definition.type().name().toLowerCase(Locale.ROOT),
                definition.http().map(http -> http.url().toString()).orElse(""),
                tenant);
    }
}
