package io.tocsin.web.policies;

import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.label.MatchType;
import io.tocsin.notification.Policies;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.Silence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Says where an alert with some labels would go. Blocks. */
@Component
public class RouteQuestions {

    private final RuleCatalog rules;
    private final Silencing silencing;

    RouteQuestions(RuleCatalog rules, Silencing silencing) {
        this.rules = rules;
        this.silencing = silencing;
    }

    /** @param matchers the labels, as equalities; others are left out */
    public RouteAnswer answer(Policies policies, List<LabelMatcher> matchers, Instant at) {
        Map<String, String> values = new TreeMap<>();
        matchers.stream()
                .filter(matcher -> matcher.type() == MatchType.EQUAL)
                .forEach(matcher -> values.put(matcher.name(), matcher.value()));
        List<Silence> silences = silencing.findUnexpired().stream()
                .map(Silencing.SilenceView::silence)
                .toList();
        Labels labels = Labels.of(values);
        return RouteAnswer.of(policies, labels, namedByRule(labels.get(Labels.ALERT_NAME)), silences, at);
    }

    /** What the rule of that name says, when there is exactly one. */
    private List<ContactPointName> namedByRule(String alert) {
        List<AlertRule> found = rules.snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> rule.name().equals(alert))
                .limit(2)
                .toList();
        return found.size() == 1 ? found.get(0).contactPoints() : List.of();
    }
}
