package io.tocsin.web.policies;

import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.PolicyTree;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many alerts took each way lately, as the policies are now. Blocks. */
@Component
class TakenWays {

    static final int MOST_ALERTS = 20_000;

    private final NotificationViews notifications;

    /** Counting passes every alert of the day by, and most looks at the page come while nothing new has joined a group. */
    private volatile @Nullable Counted newest;

    TakenWays(NotificationViews notifications) {
        this.notifications = notifications;
    }

    /**
     * @param byPath alerts by the policy that sent them to its contact point
     * @param named those that went to a contact point that their rule names, or that the policies knew before
     * @param isCut whether there were more than are counted, so that only the newest are
     */
    record Taken(Map<String, Integer> byPath, int named, boolean isCut) {

        /** Of a page that does not show it. */
        static final Taken UNASKED = new Taken(Map.of(), 0, false);
    }

    /** What was counted, and of what. */
    private record Counted(String mark, Instant since, PolicyTree tree, Taken taken) {

        boolean isOf(String presentMark, Instant from, PolicyTree present) {
            return mark.equals(presentMark) && since.equals(from) && tree == present;
        }
    }

    Taken since(Instant since, PolicyTree tree) {
        String mark = notifications.changeMark();
        Counted known = newest;
        if (known != null && known.isOf(mark, since, tree)) {
            return known.taken();
        }
        Taken taken = count(since, tree);
        newest = new Counted(mark, since, tree, taken);
        return taken;
    }

    private Taken count(Instant since, PolicyTree tree) {
        Map<String, Integer> byPath = new HashMap<>();
        int[] named = {0};
        int[] all = {0};
        notifications.forEachGrouped(since, MOST_ALERTS, entry -> {
            all[0]++;
            List<NotificationRoute> routes = tree.route(entry.labels(), List.of());
            routes.stream()
                    .filter(route -> route.key().receiver().equals(entry.receiver()))
                    .findFirst()
                    .ifPresentOrElse(
                            route -> byPath.merge(route.key().policyPath(), 1, Integer::sum), () -> named[0]++);
        });
        return new Taken(byPath, named[0], all[0] == MOST_ALERTS);
    }
}
