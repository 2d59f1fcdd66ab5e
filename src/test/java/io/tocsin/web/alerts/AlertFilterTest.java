package io.tocsin.web.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.label.Labels;
import io.tocsin.notification.GroupBy;
import io.tocsin.notification.GroupTimings;
import io.tocsin.notification.NotificationPolicy;
import io.tocsin.notification.PolicyTree;
import io.tocsin.rule.ContactPointName;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.Silence;
import io.tocsin.silence.SilenceDraft;
import io.tocsin.silence.SilenceId;
import io.tocsin.silence.SilenceIndex;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertFilterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** Ann has silenced everything, and everything goes to two contact points. */
    private static final AlertSurroundings.SurroundingsNow SURROUNDINGS = new AlertSurroundings.SurroundingsNow(
            new SilenceIndex(List.of(Silence.create(
                    new SilenceId("s-1"),
                    new SilenceDraft(List.of(), NOW.minusSeconds(60), NOW.plusSeconds(60), "ann", "", ""),
                    NOW))),
            java.util.Set.of(),
            new PolicyTree(NotificationPolicy.root(new ContactPointName("inbox"))
                    .withChildren(List.of(policy("slack", true), policy("pager", false)))),
            new RuleCatalog().snapshot());

    private static NotificationPolicy policy(String receiver, boolean continues) {
        return new NotificationPolicy(
                "{}/" + receiver,
                List.of(),
                new ContactPointName(receiver),
                continues,
                GroupBy.ALERT_NAME,
                GroupTimings.DEFAULT,
                NotificationPolicy.SpeakingTimes.ALWAYS,
                List.of());
    }

    private static boolean accepts(String filter) {
        Labels labels = Labels.of("alertname", "Ocr", "host", "web1", "team", "a, b");
        ActiveAlerts.ActiveEntry alert = new ActiveAlerts.ActiveEntry(
                new RuleKey(
                        new GroupKey("jobs/ocr.yml", "g"), "Ocr", Labels.empty().fingerprint()),
                labels.fingerprint(),
                labels,
                InstanceState.FIRING,
                NOW.minusSeconds(900),
                NOW.minusSeconds(600),
                3,
                "{\"summary\":\"판독 오류 on page 17\"}");
        return AlertFilter.parse(filter).accepts(alert, SURROUNDINGS, NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host=web1",
                "{host=~\"web.*\", alertname=\"Ocr\"}",
                "@state=firing",
                "@state!=pending, host=web1",
                "@age>9m",
                "@age>9m, host=web1",
                "host=web1, @age<11m, @state=~\"firing|recovering\"",
                "team=\"a, b\"",
                "@file=\"jobs/ocr.yml\", @group=g, @rule=Ocr",
                "@receiver=pager, @receiver!=mail",
                "@silenced_by=ann, @silenced_by=s-1, @silenced_by!=\"\"",
                "{@age > 9m, host=web1}",
                "summary!=\"@age>5m, more\"",
                "page 17",
                "WEB1, 판독",
                "host=web1, 오류"
            })
    void acceptsWhatAllPartsAccept(String filter) {
        assertThat(accepts(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=web2",
                "page 18",
                "@state=pending",
                "@age>10m",
                "@age<10m",
                "@age>9m, host=web2",
                "host=web1, @group=x",
                "@receiver!=pager",
                "@receiver=mail",
                "@silenced_by=\"\"",
                "@silenced_by!~\"a.*\""
            })
    void refusesWhatOnePartRefuses(String filter) {
        assertThat(accepts(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host=~\"",
                "@state=fire",
                "@nothing=1",
                "@age>soon",
                "@age=5m",
                "@age>5",
                "host=~\"(\"",
                "host>1"
            })
    void saysWhatIsWrong(String filter) {
        assertThatThrownBy(() -> AlertFilter.parse(filter))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotEmpty();
    }

    @Test
    void saysWhereItIsWrongAndWhatWasMeant() {
        String filter = " {host=web1, @state=fire}";
        assertThatThrownBy(() -> AlertFilter.parse(filter)).isInstanceOfSatisfying(FilterProblem.class, problem -> {
            assertThat(problem.code()).isEqualTo("state");
            assertThat(problem.suggestion()).isEqualTo("@state=firing");
            assertThat(problem.before(filter)).isEqualTo(" {host=web1, ");
            assertThat(problem.wrong(filter)).isEqualTo("@state=fire");
            assertThat(problem.after(filter)).isEqualTo("}");
        });
        assertThatThrownBy(() -> AlertFilter.parse("@reciever=mail"))
                .isInstanceOfSatisfying(
                        FilterProblem.class,
                        problem -> assertThat(problem.suggestion()).isEqualTo("@receiver"));
    }

    @Test
    void isASilenceOnlyWhenItSaysNothingButLabels() {
        assertThat(AlertFilter.parse("host=web1, team=~\"a.*\"").asSilence())
                .containsExactly("host=\"web1\"", "team=~\"a.*\"");
        assertThat(AlertFilter.parse("host=web1, @state=firing").asSilence()).isEmpty();
        assertThat(AlertFilter.parse("host=web1, @age>5m").asSilence()).isEmpty();
    }
}
