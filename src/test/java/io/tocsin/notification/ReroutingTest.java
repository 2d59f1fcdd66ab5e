package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.label.Labels;
import io.tocsin.notification.Rerouting.HeldPlace;
import io.tocsin.rule.ContactPointName;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReroutingTest {

    private static final Labels LABELS = Labels.of("alertname", "ocr");
    private static final NotificationRoute OPS = route("{}", "ops");
    private static final NotificationRoute OPS_BELOW = route("{}/{team=\"data\"}", "ops");
    private static final NotificationRoute DATA = route("{}/{team=\"data\"}", "data");

    @Test
    void leavesWhatGoesTheRightWayAlone() {
        Rerouting same = reroute(List.of(told(OPS), waiting(DATA)), OPS, DATA);

        assertThat(same.changesPlaces()).isFalse();
        assertThat(same.kept()).containsOnlyKeys(id(OPS), id(DATA));
    }

    @Test
    void tellsANewContactPointAndLetsTheOldOneHearTheEnd() {
        Rerouting other = reroute(List.of(told(OPS)), DATA);

        assertThat(other.departed()).containsExactly(id(OPS));
        assertThat(other.joined()).containsExactly(DATA);
        assertThat(other.dropped()).isEmpty();
    }

    @Test
    void takesAnAlertBackThatNobodyWasToldOf() {
        Rerouting other = reroute(List.of(waiting(OPS)), DATA);

        assertThat(other.dropped()).containsExactly(id(OPS));
        assertThat(other.joined()).containsExactly(DATA);
    }

    @Test
    void doesNotTellAContactPointAgainThatAnotherRouteLeadsTo() {
        Rerouting other = reroute(List.of(told(OPS)), OPS_BELOW);

        assertThat(other.changesPlaces()).isFalse();
        assertThat(other.kept()).containsEntry(id(OPS), OPS_BELOW);
    }

    @Test
    void waitsInTheNewGroupWhenNobodyWasTold() {
        Rerouting other = reroute(List.of(waiting(OPS)), OPS_BELOW);

        assertThat(other.moved()).containsEntry(id(OPS), OPS_BELOW);
        assertThat(other.joined()).isEmpty();
    }

    @Test
    void speaksAgainWhereThePoliciesWantItAgain() {
        HeldPlace departed = new HeldPlace(id(OPS), new ContactPointName("ops"), true, true);

        assertThat(reroute(List.of(departed), OPS).returned()).containsExactly(id(OPS));
        assertThat(reroute(List.of(departed), OPS_BELOW).returned()).containsExactly(id(OPS));
        assertThat(reroute(List.of(departed), DATA).departed()).isEmpty();
    }

    @Test
    void prefersThePlaceThatKnowsTheAlert() {
        NotificationRoute third = route("{}/{a=\"b\"}", "ops");

        Rerouting other = reroute(List.of(waiting(OPS), told(OPS_BELOW)), third);

        assertThat(other.kept()).containsOnlyKeys(id(OPS_BELOW));
        assertThat(other.dropped()).containsExactly(id(OPS));
    }

    @Test
    void leavesAContactPointThatIsGone() {
        Rerouting other = Rerouting.of(List.of(told(OPS)), List.of(DATA), receiver -> false);

        assertThat(other.dropped()).containsExactly(id(OPS));
    }

    private static Rerouting reroute(List<HeldPlace> places, NotificationRoute... routes) {
        return Rerouting.of(places, Stream.of(routes).toList(), receiver -> true);
    }

    private static NotificationRoute route(String path, String receiver) {
        return new NotificationRoute(
                new NotificationGroupKey(path, new ContactPointName(receiver), LABELS, ""), GroupTimings.DEFAULT);
    }

    private static HeldPlace told(NotificationRoute route) {
        return new HeldPlace(id(route), route.key().receiver(), true, false);
    }

    private static HeldPlace waiting(NotificationRoute route) {
        return new HeldPlace(id(route), route.key().receiver(), false, false);
    }

    private static String id(NotificationRoute route) {
        return route.key().id();
    }
}
