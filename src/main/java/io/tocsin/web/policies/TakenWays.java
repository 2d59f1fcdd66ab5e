package io.tocsin.web.policies;

import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.notification.NotificationRoute;
import io.tocsin.notification.PolicyTree;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How many alerts took each way lately, as the policies are now. Blocks. */
@Component
class TakenWays {

    private static final int MOST_ALERTS = 20_000;

    private final NotificationViews notifications;

    TakenWays(NotificationViews notifications) {
        this.notifications = notifications;
    }

    /**
     * @param byPath alerts by the policy that sent them to its contact point
     * @param named those that went to a contact point that their rule names, or that the policies knew before
     */
    record Taken(Map<String, Integer> byPath, int named) {}

    Taken since(Instant since, PolicyTree tree) {
        Map<String, Integer> byPath = new HashMap<>();
        int[] named = {0};
        notifications.forEachGrouped(since, MOST_ALERTS, entry -> {
            List<NotificationRoute> routes = tree.route(entry.labels(), List.of());
            routes.stream()
                    .filter(route -> route.key().receiver().equals(entry.receiver()))
                    .findFirst()
                    .ifPresentOrElse(
                            route -> byPath.merge(route.key().policyPath(), 1, Integer::sum), () -> named[0]++);
        });
        return new Taken(byPath, named[0]);
    }
}
