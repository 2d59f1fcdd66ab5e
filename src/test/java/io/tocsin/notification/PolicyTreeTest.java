package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTreeTest {

    private static final Labels DATA = Labels.of("alertname", "ocr", "team", "data", "host", "server1");

    @Test
    void sendsEverythingToTheRootWhenNothingElseMatches() {
        PolicyTree tree = new PolicyTree(policy("{}", "root", "", false, policy("{}/web", "web", "web", false)));

        assertThat(receivers(tree, DATA)).containsExactly("root");
    }

    @Test
    void stopsAtTheFirstMatchingChildUnlessItContinues() {
        PolicyTree stops = new PolicyTree(policy(
                "{}", "root", "", false, policy("{}/a", "a", "data", false), policy("{}/b", "b", "data", false)));
        PolicyTree goesOn = new PolicyTree(
                policy("{}", "root", "", false, policy("{}/a", "a", "data", true), policy("{}/b", "b", "data", false)));

        assertThat(receivers(stops, DATA)).containsExactly("a");
        assertThat(receivers(goesOn, DATA)).containsExactly("a", "b");
    }

    @Test
    void prefersTheDeepestMatch() {
        NotificationPolicy leaf = policy("{}/a/b", "leaf", "data", false);
        PolicyTree tree = new PolicyTree(policy("{}", "root", "", false, policy("{}/a", "a", "data", false, leaf)));

        assertThat(receivers(tree, DATA)).containsExactly("leaf");
        assertThat(tree.find("{}/a/b")).contains(leaf);
    }

    @Test
    void sendsToTheContactPointsOfTheRuleWithTheGroupingOfTheTree() {
        PolicyTree tree = PolicyTree.single(new ContactPointName("root"));

        List<NotificationRoute> routes = tree.route(
                DATA, List.of(new ContactPointName("x"), new ContactPointName("x"), new ContactPointName("y")));

        assertThat(routes).extracting(route -> route.key().receiver().value()).containsExactly("x", "y");
        assertThat(routes)
                .allSatisfy(route -> assertThat(route.key().groupLabels()).isEqualTo(Labels.of("alertname", "ocr")));
    }

    @Test
    void groupsByEveryLabelOrByNone() {
        assertThat(GroupBy.EVERY_LABEL.groupLabels(DATA)).isEqualTo(DATA);
        assertThat(GroupBy.of().groupLabels(DATA)).isEqualTo(Labels.empty());
        assertThat(GroupBy.of("host", "absent").groupLabels(DATA)).isEqualTo(Labels.of("host", "server1"));
    }

    @Test
    void keysOfDifferentGroupsDifferAndLongOnesAreCutWithoutSplittingACharacter() {
        NotificationGroupKey one = key("😀".repeat(300));
        NotificationGroupKey two = key("😀".repeat(301));

        assertThat(one.id()).hasSize(32).isNotEqualTo(two.id());
        assertThat(one.toString()).isNotEqualTo(two.toString()).hasSizeLessThan(450);
        assertThat(one.toString().codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE))
                .isTrue();
        assertThat(key("x")).hasToString("{}:{alertname=\"x\"}");
    }

    private static NotificationGroupKey key(String value) {
        return new NotificationGroupKey("{}", new ContactPointName("x"), Labels.of("alertname", value), "");
    }

    private static List<String> receivers(PolicyTree tree, Labels labels) {
        return tree.route(labels, List.of()).stream()
                .map(route -> route.key().receiver().value())
                .toList();
    }

    private static NotificationPolicy policy(
            String path, String receiver, String team, boolean continues, NotificationPolicy... children) {
        return new NotificationPolicy(
                path,
                team.isEmpty() ? List.of() : List.of(LabelMatcher.equal("team", team)),
                new ContactPointName(receiver),
                continues,
                GroupBy.ALERT_NAME,
                GroupTimings.DEFAULT,
                NotificationPolicy.SpeakingTimes.ALWAYS,
                List.of(children));
    }
}
