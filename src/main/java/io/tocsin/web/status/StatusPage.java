package io.tocsin.web.status;

import io.tocsin.alert.store.DatabaseName;
import io.tocsin.alert.store.RuleReplicas;
import io.tocsin.alert.store.ServiceGaps;
import io.tocsin.contactpoint.answer.AnswerSockets;
import io.tocsin.datasource.config.DataSourceCatalog;
import io.tocsin.datasource.config.DataSourceDefinition;
import io.tocsin.notification.catalog.PolicyCatalog;
import io.tocsin.retention.RetentionJob;
import io.tocsin.retention.TableRetention;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.rule.file.RuleFileState;
import io.tocsin.text.PlainDurations;
import io.tocsin.web.PlainBytes;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What runs, with which settings, files and replicas. */
@Controller
class StatusPage {

    private static final Duration LIVE_FOR = Duration.ofSeconds(15);
    private static final int SHOWN_GAPS = 5;

    private final RuleCatalog catalog;
    private final PolicyCatalog policies;
    private final DataSourceCatalog definitions;
    private final Installation installation;
    private final DiskFigures disk;
    private final Clock clock;

    StatusPage(
            RuleCatalog catalog,
            PolicyCatalog policies,
            DataSourceCatalog definitions,
            Installation installation,
            DiskFigures disk,
            Clock clock) {
        this.catalog = catalog;
        this.policies = policies;
        this.definitions = definitions;
        this.installation = installation;
        this.disk = disk;
        this.clock = clock;
    }

    /** Where this process keeps its things. */
    @Component
    record Installation(
            RuleReplicas replicas,
            VisibleSettings settings,
            DatabaseName database,
            StatusMetrics metrics,
            ServiceGaps gaps,
            RetentionJob retention,
            WatchedThings things,
            AnswerSockets answers) {}

    /**
     * One rule file.
     *
     * @param state {@code ok}, {@code stale} or {@code broken}, which ends a message's key
     */
    record FileView(String file, String state, long rules, Instant readAt, List<String> problems) {}

    /** One data source and how it is reached. */
    record SourceAddress(String name, String type, String url, String tenant) {}

    /**
     * How long a table keeps its rows.
     *
     * @param age as people say it
     * @param maxRows empty when there is no such limit
     */
    record TableView(
            String table,
            String age,
            String maxRows,
            String setting,
            @Nullable Instant oldest,
            long deletedRows) {}

    @GetMapping("/status")
    String status(Locale locale, Model model) {
        Instant now = clock.instant();
        model.addAttribute("concerns", installation.things().concerns(locale));
        model.addAttribute("tasks", installation.things().tasks());
        Map<String, String> live = installation.replicas().findLive(now.minus(LIVE_FOR));
        model.addAttribute("replicas", live.keySet());
        model.addAttribute("agree", live.values().stream().distinct().count() <= 1);
        model.addAttribute("database", installation.database().read());
        model.addAttribute("gaps", installation.gaps().findNewest(SHOWN_GAPS));
        model.addAttribute("metrics", installation.metrics().all());
        model.addAttribute("settings", installation.settings().all());
        model.addAttribute(
                "tables",
                installation.retention().reports().stream()
                        .map(StatusPage::view)
                        .toList());
        model.addAttribute(
                "files",
                catalog.snapshot().files().stream().map(StatusPage::view).toList());
        model.addAttribute(
                "directoryProblem", catalog.snapshot().directoryProblem().orElse(""));
        model.addAttribute("policies", policies.snapshot());
        model.addAttribute("policiesFile", policies.file().toString());
        model.addAttribute(
                "sources",
                definitions.current().all().stream().map(StatusPage::view).toList());
        model.addAttribute("answers", installation.answers().apps());
        model.addAttribute("stores", disk.stores());
        model.addAttribute("diskFree", disk.free());
        addProcess(now, model);
        return "status";
    }

    private static void addProcess(Instant now, Model model) {
        String version = StatusPage.class.getPackage().getImplementationVersion();
        Instant started =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        Duration uptime = Duration.between(started, now);
        model.addAttribute("version", version == null ? "development" : version);
        model.addAttribute("java", Runtime.version().toString());
        model.addAttribute("uptime", PlainDurations.print(Duration.ofSeconds(Math.max(0, uptime.toSeconds()))));
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long most = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax();
        model.addAttribute("memory", PlainBytes.print(used) + " / " + PlainBytes.print(most));
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

    private static TableView view(RetentionJob.TableReport report) {
        TableRetention retention = report.retention();
        return new TableView(
                retention.table(),
                PlainDurations.print(retention.age()),
                retention.maxRows() == 0 ? "" : Long.toString(retention.maxRows()),
                retention.setting(),
                report.oldest(),
                report.deletedRows());
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
