package io.tocsin.api;

import io.tocsin.rule.RuleProblem;
import io.tocsin.rule.file.RuleCatalogSnapshot;
import io.tocsin.rule.file.RuleFileLoader;
import io.tocsin.task.RepeatingTask;
import io.tocsin.watch.Severity;
import io.tocsin.watch.Watching;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** What Prometheus and Alertmanager offer to those who run them; {@code /-/healthy} stands with Alertmanager's API. */
@RestController
class ManagementApi {

    /** The loops that read the other files; they compare them at every turn. */
    private static final String FILES = "-file";

    private final Watching watching;
    private final RuleFileLoader rules;
    private final List<RepeatingTask> files;

    ManagementApi(Watching watching, RuleFileLoader rules, List<RepeatingTask> tasks) {
        this.watching = watching;
        this.rules = rules;
        this.files = tasks.stream().filter(task -> task.name().endsWith(FILES)).toList();
    }

    /** For load balancers, which need no login: so it does not say why. */
    @GetMapping("/-/ready")
    ResponseEntity<String> ready() {
        return watching.report().isBelow(Severity.UNREADY)
                ? ResponseEntity.ok("OK")
                : ResponseEntity.status(503).body("not ready; /actuator/health says why");
    }

    /**
     * Reads the rule files at once, and lets the files of contact points, policies and data sources be read within a moment.
     * What is broken keeps its last good version, and is told with status 500, as Prometheus does.
     */
    @RequestMapping(
            path = "/-/reload",
            method = {RequestMethod.POST, RequestMethod.PUT})
    ResponseEntity<String> reload() {
        files.forEach(RepeatingTask::wake);
        RuleCatalogSnapshot now = rules.reload();
        List<String> problems = new ArrayList<>();
        now.directoryProblem().ifPresent(problems::add);
        now.problems().stream().map(RuleProblem::text).forEach(problems::add);
        return problems.isEmpty()
                ? ResponseEntity.ok("")
                : ResponseEntity.internalServerError()
                        .body("failed to reload config: " + String.join("\n", problems) + "\n");
    }
}
