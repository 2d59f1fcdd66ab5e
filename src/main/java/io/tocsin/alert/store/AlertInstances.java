package io.tocsin.alert.store;

import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.rule.GroupKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The current instances of all rules. All methods block and join the caller's transaction. */
public interface AlertInstances {

    List<AlertInstance> findByGroup(GroupKey group);

    /** All instances that are pending, firing or recovering, newest first. */
    List<AlertInstance> findActive();

    /** The newest state of episodes that still fire; an episode that has ended is missing from the answer. */
    Map<AlertId, AlertInstance> findFiring(Collection<AlertId> ids);

    /** Inserts or replaces by rule and fingerprint. */
    void save(List<AlertInstance> instances);

    void delete(List<AlertInstance> instances);
}
