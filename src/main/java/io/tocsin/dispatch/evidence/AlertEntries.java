package io.tocsin.dispatch.evidence;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.LinkAddresses;
import io.tocsin.message.MessageLinks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says of one alert what a message says of it. */
@Component
public class AlertEntries {

    private static final String RUNBOOK = "runbook_url";

    private final LinkSettings settings;
    private final LinkAddresses addresses;
    private final EvidenceSource evidenceSource;

    public AlertEntries(LinkSettings settings, EvidenceSource evidenceSource) {
        this.settings = settings;
        this.addresses = settings.addresses();
        this.evidenceSource = evidenceSource;
    }

    /** @param resolved null while it fires */
    public AlertEntry of(Alert alert, AlertEvent.@Nullable Resolved resolved, boolean isNew, Evidence evidence) {
        return AlertEntry.of(alert, resolved, isNew, evidence, links(alert));
    }

    /**
     * Where a message as a whole leads.
     *
     * @param labels what its alerts have in common
     * @param isWhole whether the entries are all that it tells of: of a single alert the page is its own
     */
    public MessageLinks links(Labels labels, List<AlertEntry> entries, boolean isWhole) {
        boolean isOfOne = isWhole && entries.size() == 1;
        return new MessageLinks(
                isOfOne ? entries.get(0).links().alerts() : addresses.alerts(labels),
                addresses.newSilence(labels),
                entries.isEmpty() ? "" : entries.get(0).links().logs(),
                common(entries.stream().map(entry -> entry.links().runbook()).toList()));
    }

    private static String common(List<String> texts) {
        Set<String> distinct = new HashSet<>(texts);
        return distinct.size() == 1 ? distinct.iterator().next() : "";
    }

    private MessageLinks links(Alert alert) {
        String logs =
                evidenceSource.query(alert).map(query -> logs(alert, query)).orElse("");
        return new MessageLinks(
                addresses.alert(alert.id()),
                addresses.newSilence(alert.labels()),
                logs,
                runbook(alert.annotations().getOrDefault(RUNBOOK, "")));
    }

    /** Exactly the window in which the rule looked, at Grafana when there is one, else on Tocsin's own page. */
    private String logs(Alert alert, EvidenceSource.LineSearch query) {
        String dataSource = alert.rule().dataSource();
        String explore =
                addresses.explore(settings.dataSourceUid(dataSource), query.expression(), query.from(), query.to());
        return explore.isEmpty() ? addresses.logs(dataSource, query.expression(), query.from(), query.to()) : explore;
    }

    /** Only a web address becomes a link; anything else in the annotation stays a text. */
    private static String runbook(String address) {
        boolean isWeb = address.startsWith("https://") || address.startsWith("http://");
        return isWeb && address.chars().noneMatch(Character::isWhitespace) ? address : "";
    }
}
