package io.tocsin.dispatch;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.dispatch.store.GroupMembers;
import io.tocsin.dispatch.store.StoredMember;
import io.tocsin.dispatch.store.ToldAlert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Loads the alerts that a message lists; those that go on firing get their newest value and texts. */
@Component
class AlertListing {

    private final GroupMembers members;
    private final AlertInstances instances;
    private final DispatchSettings settings;

    AlertListing(GroupMembers members, AlertInstances instances, DispatchSettings settings) {
        this.members = members;
        this.instances = instances;
        this.settings = settings;
    }

    /** The first of these alerts, in the same order, up to the limit of a message. */
    List<MessageComposer.ListedAlert> load(String groupId, List<StoredMember> told) {
        List<StoredMember> first = told.subList(0, Math.min(told.size(), settings.alertsPerMessage()));
        Map<String, ToldAlert> alerts = new HashMap<>();
        members.findAlerts(groupId, first.stream().map(StoredMember::alertKey).toList())
                .forEach(alert -> alerts.put(alert.alertKey(), alert));
        Map<AlertId, AlertInstance> newest = instances.findFiring(first.stream()
                .filter(member -> member.isFiring() && member.told())
                .flatMap(member -> Stream.ofNullable(alerts.get(member.alertKey())))
                .map(loaded -> loaded.alert().id())
                .toList());
        List<MessageComposer.ListedAlert> listed = new ArrayList<>();
        for (StoredMember member : first) {
            ToldAlert loaded = alerts.get(member.alertKey());
            if (loaded != null) {
                listed.add(new MessageComposer.ListedAlert(
                        member,
                        loaded,
                        renewed(loaded.alert(), newest.get(loaded.alert().id()))));
            }
        }
        return listed;
    }

    private static Alert renewed(Alert alert, @Nullable AlertInstance newest) {
        if (newest == null) {
            return alert;
        }
        return alert.renewed(newest.annotations(), newest.evaluatedAt(), newest.value());
    }
}
