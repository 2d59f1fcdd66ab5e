package io.tocsin.api;

import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Prometheus' rules API, so that Grafana lists our rules; Grafana's Loki and Mimir data sources ask below another path. */
@RestController
class PrometheusApi {

    private final RulesView rules;

    PrometheusApi(RulesView rules) {
        this.rules = rules;
    }

    /** What Prometheus says of its build; the version is that of the API. */
    record BuildInfo(
            String version, String revision, String branch, String buildUser, String buildDate, String goVersion) {}

    /**
     * Takes {@code type}, {@code rule_name[]}, {@code rule_group[]}, {@code file[]}, {@code match[]}, {@code exclude_alerts},
     * {@code group_limit} and {@code group_next_token}.
     */
    @GetMapping({"/api/v1/rules", "/prometheus/api/v1/rules"})
    ResponseEntity<PrometheusAnswer<PrometheusRules>> rules(@RequestParam MultiValueMap<String, String> parameters) {
        try {
            RulesFilter filter = RulesFilter.of(parameters);
            List<PrometheusRules.RulesGroup> groups = rules.groups(filter);
            return ResponseEntity.ok(PrometheusAnswer.success(RuleGroupPages.of(
                    groups, parameters.getFirst("group_limit"), parameters.getFirst("group_next_token"))));
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    private static ResponseEntity<PrometheusAnswer<PrometheusRules>> refused(String message) {
        return ResponseEntity.badRequest().body(PrometheusAnswer.badData(message));
    }

    @GetMapping({"/api/v1/alerts", "/prometheus/api/v1/alerts"})
    PrometheusAnswer<PrometheusRules.Alerts> alerts() {
        return PrometheusAnswer.success(new PrometheusRules.Alerts(rules.alerts()));
    }

    @GetMapping({"/api/v1/status/buildinfo", "/prometheus/api/v1/status/buildinfo"})
    PrometheusAnswer<BuildInfo> buildInfo() {
        String version = PrometheusApi.class.getPackage().getImplementationVersion();
        return PrometheusAnswer.success(
                new BuildInfo("3.0.0", "tocsin " + (version == null ? "development" : version), "", "", "", ""));
    }
}
