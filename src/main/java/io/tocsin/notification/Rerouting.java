package io.tocsin.notification;

import io.tocsin.rule.ContactPointName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What becomes of the places of an alert that fires when the policies have changed. Nobody is told twice, nobody is told an
 * end that is none, and whoever was told that it fires hears when it ends:
 *
 * <ul>
 *   <li>a contact point that knows the alert keeps it in the group in which it was told;
 *   <li>one that does not know it yet waits in the group of the new route;
 *   <li>one that is new is told, in the group of the new route;
 *   <li>one that is no longer to be told, and knows the alert, hears only its end;
 *   <li>one that is no longer to be told, and does not know the alert, hears nothing.
 * </ul>
 *
 * @param dropped the groups that it leaves without a word
 * @param departed the groups that tell no more than its end
 * @param returned the groups that speak of it again, because the policies want so again
 * @param moved the groups in which it waits no longer, and where it waits now
 * @param kept the groups that hold it as before, or again, and the routes that give them their timings
 * @param joined the routes to contact points that have not heard of it
 */
public record Rerouting(
        Set<String> dropped,
        Set<String> departed,
        Set<String> returned,
        Map<String, NotificationRoute> moved,
        Map<String, NotificationRoute> kept,
        List<NotificationRoute> joined) {

    /**
     * A group that an alert is in.
     *
     * @param told whether its contact point was told that the alert fires
     * @param departed whether it is to be told no more than the end
     */
    public record HeldPlace(String groupId, ContactPointName receiver, boolean told, boolean departed) {}

    /**
     * @param routes where the policies send the alert now
     * @param exists whether there is such a contact point; nobody can be told the end at one that is gone
     */
    public static Rerouting of(
            Collection<HeldPlace> places, List<NotificationRoute> routes, Predicate<ContactPointName> exists) {
        Rerouting change = new Rerouting(
                new HashSet<>(), new HashSet<>(), new HashSet<>(), new HashMap<>(), new HashMap<>(), new ArrayList<>());
        List<NotificationRoute> open = new ArrayList<>(routes);
        List<HeldPlace> elsewhere = new ArrayList<>();
        for (HeldPlace place : places) {
            take(open, route -> route.key().id().equals(place.groupId()))
                    .ifPresentOrElse(route -> change.keep(place, route), () -> elsewhere.add(place));
        }
        // Those that know the alert first: the route to their contact point is served by them.
        elsewhere.sort(Comparator.comparing(HeldPlace::told).reversed());
        for (HeldPlace place : elsewhere) {
            take(open, route -> route.key().receiver().equals(place.receiver()))
                    .ifPresentOrElse(
                            route -> change.follow(place, route),
                            () -> change.leave(place, exists.test(place.receiver())));
        }
        change.joined.addAll(open);
        return change;
    }

    private static Optional<NotificationRoute> take(
            List<NotificationRoute> open, Predicate<NotificationRoute> isWanted) {
        Optional<NotificationRoute> found = open.stream().filter(isWanted).findFirst();
        found.ifPresent(open::remove);
        return found;
    }

    private void keep(HeldPlace place, NotificationRoute route) {
        kept.put(place.groupId(), route);
        if (place.departed()) {
            returned.add(place.groupId());
        }
    }

    private void follow(HeldPlace place, NotificationRoute route) {
        if (place.told()) {
            keep(place, route);
        } else {
            moved.put(place.groupId(), route);
        }
    }

    private void leave(HeldPlace place, boolean canBeTold) {
        if (!place.told() || !canBeTold) {
            dropped.add(place.groupId());
        } else if (!place.departed()) {
            departed.add(place.groupId());
        }
    }

    /** Whether the alert is anywhere else, or otherwise, than before. */
    public boolean changesPlaces() {
        return !(dropped.isEmpty() && departed.isEmpty() && returned.isEmpty() && moved.isEmpty() && joined.isEmpty());
    }
}
