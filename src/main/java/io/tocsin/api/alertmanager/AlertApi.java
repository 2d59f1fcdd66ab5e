package io.tocsin.api.alertmanager;

import io.tocsin.api.alertmanager.AlertStates.AlertAnswer;
import io.tocsin.api.alertmanager.AlertStates.AlertStatus;
import io.tocsin.api.alertmanager.AlertStates.GroupedAlert;
import io.tocsin.api.alertmanager.AlertStates.ReceiverName;
import io.tocsin.dispatch.store.Membership;
import io.tocsin.dispatch.store.NotificationGroup;
import io.tocsin.external.ExternalAlert;
import io.tocsin.external.ExternalAlerts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Alerts as Alertmanager's clients read and send them. */
@RestController
class AlertApi {

    private final AlertStates alerts;
    private final ExternalAlerts external;
    private final Clock clock;

    AlertApi(AlertStates alerts, ExternalAlerts external, Clock clock) {
        this.alerts = alerts;
        this.external = external;
        this.clock = clock;
    }

    record GroupAnswer(List<AlertAnswer> alerts, Map<String, String> labels, ReceiverName receiver) {}

    @GetMapping("/api/v2/alerts")
    List<AlertAnswer> alerts(@RequestParam MultiValueMap<String, String> parameters) {
        Predicate<AlertAnswer> wanted = wanted(parameters);
        Predicate<String> receivers = LabelFilters.receivers(parameters.getFirst("receiver"));
        return alerts.all().stream()
                .map(GroupedAlert::alert)
                .filter(wanted)
                .filter(alert -> alert.receivers().stream().anyMatch(receiver -> receivers.test(receiver.name())))
                .toList();
    }

    @GetMapping("/api/v2/alerts/groups")
    List<GroupAnswer> groups(@RequestParam MultiValueMap<String, String> parameters) {
        Predicate<AlertAnswer> wanted = wanted(parameters);
        Predicate<String> receivers = LabelFilters.receivers(parameters.getFirst("receiver"));
        Map<String, NotificationGroup> groups = new LinkedHashMap<>();
        Map<String, List<AlertAnswer>> members = new LinkedHashMap<>();
        for (GroupedAlert alert : alerts.all()) {
            for (Membership membership : alert.memberships()) {
                NotificationGroup group = membership.group();
                if (wanted.test(alert.alert())
                        && receivers.test(group.key().receiver().value())) {
                    groups.put(group.id(), group);
                    members.computeIfAbsent(group.id(), id -> new ArrayList<>()).add(alert.alert());
                }
            }
        }
        return groups.values().stream()
                .sorted(Comparator.comparing((NotificationGroup group) ->
                                group.key().groupLabels().toString())
                        .thenComparing(group -> group.key().receiver().value()))
                .map(group -> new GroupAnswer(
                        members.getOrDefault(group.id(), List.of()),
                        group.key().groupLabels().asMap(),
                        new ReceiverName(group.key().receiver().value())))
                .toList();
    }

    private static Predicate<AlertAnswer> wanted(MultiValueMap<String, String> parameters) {
        LabelFilters filters = LabelFilters.of(parameters.get("filter"));
        boolean isActive = flag(parameters, "active");
        boolean isSilenced = flag(parameters, "silenced");
        boolean isInhibited = flag(parameters, "inhibited");
        boolean isUnprocessed = flag(parameters, "unprocessed");
        boolean isMuted = flag(parameters, "muted");
        return alert -> {
            AlertStatus status = alert.status();
            return (isActive || !status.state().equals("active"))
                    && (isUnprocessed || !status.state().equals("unprocessed"))
                    && (isSilenced || status.silencedBy().isEmpty())
                    && (isInhibited || status.inhibitedBy().isEmpty())
                    && (isMuted || status.mutedBy().isEmpty())
                    && filters.accepts(alert.sent().labels());
        };
    }

    private static boolean flag(MultiValueMap<String, String> parameters, String name) {
        String text = parameters.getFirst(name);
        return switch (text == null ? "" : text) {
            case "", "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default ->
                throw AlertmanagerException.invalid(name + " in query must be of type boolean: \"" + text + "\"");
        };
    }

    /** The good ones are taken even if others are not: then the answer says what is wrong with those. */
    @PostMapping("/api/v2/alerts")
    void receive(@RequestBody List<@Nullable AlertBody> bodies) {
        Instant now = clock.instant();
        List<ExternalAlert> received = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (AlertBody body : bodies) {
            try {
                if (body != null) {
                    received.add(body.alert(now));
                }
            } catch (AlertmanagerException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        external.receive(received);
        if (!problems.isEmpty()) {
            throw AlertmanagerException.of(HttpStatus.BAD_REQUEST, String.join("; ", problems));
        }
    }
}
