package io.tocsin.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Prometheus' rules API, so that Grafana lists our rules. */
@RestController
@RequestMapping("/api/v1")
class PrometheusApi {

    private final RulesView rules;

    PrometheusApi(RulesView rules) {
        this.rules = rules;
    }

    /** Takes {@code type}, {@code rule_name[]}, {@code rule_group[]}, {@code file[]} and {@code exclude_alerts}. */
    @GetMapping("/rules")
    ResponseEntity<PrometheusAnswer<PrometheusRules>> rules(@RequestParam MultiValueMap<String, String> parameters) {
        String type = parameters.getFirst("type");
        if (type != null && !type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
            return ResponseEntity.badRequest()
                    .body(PrometheusAnswer.badData(
                            "not supported value \"" + type + "\" for type: use alert or record"));
        }
        if ("record".equals(type)) {
            return ResponseEntity.ok(PrometheusAnswer.success(new PrometheusRules(List.of())));
        }
        RulesFilter filter = new RulesFilter(
                values(parameters, "rule_name[]"),
                values(parameters, "rule_group[]"),
                values(parameters, "file[]"),
                !isTrue(parameters.getFirst("exclude_alerts")));
        return ResponseEntity.ok(PrometheusAnswer.success(new PrometheusRules(rules.groups(filter))));
    }

    @GetMapping("/alerts")
    PrometheusAnswer<PrometheusRules.Alerts> alerts() {
        return PrometheusAnswer.success(new PrometheusRules.Alerts(rules.alerts()));
    }

    private static List<String> values(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of());
    }

    private static boolean isTrue(@Nullable String value) {
        return "true".equalsIgnoreCase(value) || "1".equals(value);
    }
}
