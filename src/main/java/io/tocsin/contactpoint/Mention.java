package io.tocsin.contactpoint;

import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.MessageStatus;
import java.util.List;
import java.util.Set;

/**
 * Who is pinged when a message tells of new firing alerts of these severities. Mentions come from here and from nowhere
 * else: never from a template, a label or a log line.
 *
 * @param severities values of the label {@code severity}; empty: every severity
 * @param slack {@code here}, {@code channel}, {@code everyone}, user ids (U…, W…) and user group ids (S…)
 * @param discord {@code everyone}, {@code here}, {@code role:ID} and {@code user:ID}
 */
public record Mention(Set<String> severities, List<String> slack, List<String> discord) {

    public static final Mention NONE = new Mention(Set.of(), List.of(), List.of());

    public Mention {
        severities = Set.copyOf(severities);
        slack = List.copyOf(slack);
        discord = List.copyOf(discord);
    }

    /** The same without some people, by their ids in the chat; groups and channels stay. */
    public Mention without(Set<String> people) {
        return new Mention(
                severities,
                slack.stream().filter(name -> !people.contains(name)).toList(),
                discord.stream()
                        .filter(name -> !name.startsWith("user:") || !people.contains(name.substring("user:".length())))
                        .toList());
    }

    public boolean isNobody() {
        return slack.isEmpty() && discord.isEmpty();
    }

    public boolean appliesTo(Message message) {
        return message.alerts().stream().anyMatch(this::appliesTo);
    }

    private boolean appliesTo(AlertEntry alert) {
        return alert.status() == MessageStatus.FIRING
                && alert.isNew()
                && (severities.isEmpty() || severities.contains(alert.labels().get("severity")));
    }
}
