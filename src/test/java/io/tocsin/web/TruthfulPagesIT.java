package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.tocsin.access.Role;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.AlertKey;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.ResolveReason;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.view.NotificationViews;
import io.tocsin.label.LabelMatcher;
import io.tocsin.security.ApiTokenAccounts;
import io.tocsin.silence.SilenceDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/** What pages say when things are not as they should be: it must be true. */
class TruthfulPagesIT {

    @TempDir
    static Path home;

    private static ChatStandIn slack;
    private static ManagedTocsin tocsin;

    @BeforeAll
    static void start() throws Exception {
        slack = ChatStandIn.start();
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - {name: good, type: slack, settings: {url: "%s"}}
                  - {name: gone, type: slack, settings: {url: "%s"}}
                """.formatted(slack.url("ok"), slack.url("gone")));
        Files.writeString(home.resolve("policies.yml"), """
                route:
                  receiver: good
                  group_wait: 0s
                  group_by: [alertname]
                  routes:
                    - matchers: ["host = deaf"]
                      receiver: gone
                """);
        tocsin = ManagedTocsin.start(
                home, Map.of("tocsin.allowed-webhook-hosts", slack.host(), "tocsin.embedded.max-bytes", "16777216"));
    }

    @AfterEach
    void closePages() {
        tocsin.closePages();
    }

    @AfterAll
    static void stop() {
        tocsin.close();
        slack.close();
    }

    private static Page english() {
        return tocsin.logIn(new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 900));
    }

    private static Page koreanPhone() {
        return tocsin.logIn(new Browser.NewContextOptions().setLocale("ko-KR").setViewportSize(390, 800));
    }

    private static String page(Alert alert) {
        return tocsin.uri("/alerts/" + AlertKey.of(alert.id()));
    }

    @Test
    void neverSaysThatSomebodyWasToldWhenTheMessageDidNotArrive() {
        Alert unheard = tocsin.fire("Unheard", "deaf");
        Alert heard = tocsin.fire("Heard", "server1");
        Page page = english();

        page.navigate(page(unheard));
        assertThat(page.locator("[data-nobody]")).containsText("Nobody was told");
        assertThat(page.locator("[data-way]")).containsText("not delivered");
        assertThat(page.locator("[data-way]")).containsText("no_service");
        page.navigate(page(heard));
        assertThat(page.locator("[data-way]")).containsText("delivered");
        assertThat(page.locator("[data-nobody]")).hasCount(0);
        page.navigate(tocsin.uri("/alerts?q=alertname%3DUnheard"));
        assertThat(page.locator("[data-fate=NOBODY]")).containsText("Nobody was told");
        TestBrowser.shoot(page, "truth-alerts");
        assertThat(tocsin.complaints())
                .filteredOn(complaint -> !complaint.contains("404"))
                .isEmpty();

        Page phone = koreanPhone();
        phone.navigate(page(unheard));
        assertThat(phone.locator("[data-nobody]")).containsText("아무에게도");
        TestBrowser.shoot(phone, "truth-episode-ko-390");
        assertThat(WatchedTocsin.overflows(phone)).isFalse();
        phone.navigate(tocsin.uri("/"));
        assertThat(phone.locator("[data-fate=NOBODY]").first()).containsText("아무에게도");
    }

    @Test
    void doesNotCountWhatIsSilencedAsFiring() {
        tocsin.fire("Quieted", "night");
        Instant now = tocsin.tocsin().bean(Clock.class).instant();
        tocsin.tocsin()
                .bean(Silencing.class)
                .create(new SilenceDraft(
                        List.of(LabelMatcher.equal("host", "night")), now, now.plusSeconds(7_200), "ann", "work", ""));
        Page page = english();

        page.navigate(tocsin.uri("/alerts?q=host%3Dnight"));
        assertThat(page.locator("[data-tab=active] .badge")).hasText("0");
        assertThat(page.locator("[data-tab=silenced] .badge")).hasText("1");
        assertThat(page.locator("li[data-item]")).hasCount(0);
        page.locator("[data-tab=silenced]").click();
        assertThat(page.locator("li.is-dimmed")).containsText("Quieted");
        page.navigate(tocsin.uri("/"));
        assertThat(page.locator("#silenced")).hasText("1");
        assertThat(page.locator("#live tbody, #live .alert-list")).not().containsText("Quieted");
        page.navigate(tocsin.uri("/wallboard"));
        assertThat(page.locator("#live")).not().containsText("Quieted");
        assertThat(tocsin.complaints())
                .filteredOn(complaint -> !complaint.contains("404"))
                .isEmpty();
    }

    @Test
    void keepsThePageOfAnAlertThatHasEnded() {
        Alert alert = tocsin.fire("Passing", "server9");
        Instant end = alert.firedAt().plusSeconds(90);
        tocsin.tocsin().bean(TransactionTemplate.class).executeWithoutResult(status -> {
            tocsin.tocsin()
                    .bean(AlertInstances.class)
                    .save(List.of(new AlertInstance(
                            alert.id().rule(),
                            alert.labels(),
                            InstanceState.RESOLVED,
                            new InstanceTimes(alert.activeAt(), alert.firedAt(), null, end, end),
                            3.5,
                            alert.annotations())));
            tocsin.tocsin()
                    .bean(AlertEventLog.class)
                    .append(List.of(
                            new AlertEvent.Resolved(alert, end, ResolveReason.CONDITION_FALSE, 0.0, "", false)));
        });
        Page page = english();

        page.navigate(page(alert));
        assertThat(page.locator("#state")).hasText("resolved");
        assertThat(page.locator("main")).containsText("Passing fails on server9");
        assertThat(page.locator("#steps")).containsText("good");
        TestBrowser.shoot(page, "episode-resolved");
        page.navigate(tocsin.uri("/alerts?matcher=host%3D%22server9%22"));
        page.locator("#ended a").first().click();
        assertThat(page.locator("h1")).hasText("Passing");
        page.navigate(tocsin.uri("/alerts/00000000000000000000000000000000"));
        assertThat(page.locator("main")).containsText("There is no such alert");
    }

    /** Both are in a browser of their own, without a login. */
    @Test
    void showsAWallToATokenTheGravestFirstInTheColoursOfSeverity() {
        tocsin.fire("WallInfo", "wall1", "info");
        tocsin.fire("WallGrave", "wall1", "page");
        tocsin.fire("WallWarning", "wall1", "warning");
        String token = tocsin.tocsin()
                .bean(ApiTokenAccounts.class)
                .create("wall", Role.VIEWER, null, "admin")
                .text();
        Page screen = tocsin.stranger(
                new Browser.NewContextOptions().setLocale("ko-KR").setViewportSize(1280, 720));

        screen.navigate(tocsin.uri("/wallboard/open#" + token));

        List<String> names = List.of("WallGrave", "WallWarning", "WallInfo");
        for (String name : names) {
            assertThat(screen.locator(".wall-tile.firing", new Page.LocatorOptions().setHasText(name)))
                    .isVisible();
        }
        assertThat(screen).hasURL(tocsin.uri("/wallboard"));
        assertThat(screen.locator(".wall-tile.firing .wall-name").allTextContents())
                .containsSubsequence(names);
        // At once, because the wall may be renewed at any time.
        List<?> colours = (List<?>) screen.evaluate(
                "names => names.map(name => getComputedStyle(Array.from(document.querySelectorAll('.wall-tile'))"
                        + ".find(tile => tile.textContent.includes(name))).backgroundColor)",
                names);
        assertThat(colours).hasSize(names.size()).doesNotHaveDuplicates();
        assertThat(screen.locator("[data-lost]")).isHidden();
        screen.navigate(tocsin.uri("/alerts"));
        assertThat(screen.locator("#password")).isVisible();
        assertThat(tocsin.complaints()).filteredOn(one -> !one.contains("404")).isEmpty();
    }

    @Test
    void showsTimesInTheZoneThatWasChosenAndTheAuditLogFindsWhatItShows() {
        Alert alert = tocsin.fire("Zoned", "zone1");
        Page page = tocsin.logIn(new Browser.NewContextOptions()
                .setLocale("ko-KR")
                .setTimezoneId("Asia/Seoul")
                .setViewportSize(390, 844));
        page.navigate(page(alert));
        Locator time = page.locator("main time[data-local]").first();
        assertThat(time).hasAttribute("title", Pattern.compile("Asia/Seoul"));

        page.locator("[data-zone-switch]").selectOption("UTC");
        assertThat(time).hasAttribute("title", Pattern.compile(" UTC$"));
        page.navigate(tocsin.uri("/silences/new"));
        assertThat(page.locator("[data-zone-label]").first()).hasText("UTC");
        page.locator("[data-zone-switch]").selectOption("");
        assertThat(page.locator("[data-zone-label]").first()).hasText("Asia/Seoul");

        page.navigate(tocsin.uri("/audit?q=%EB%A1%9C%EA%B7%B8%EC%9D%B8"));
        assertThat(page.locator("#audit tbody tr").first()).containsText("로그인");
        page.navigate(tocsin.uri("/audit?q=127.0.0.1"));
        assertThat(page.locator("#audit tbody tr").first()).isVisible();
        page.navigate(tocsin.uri("/audit?q=%EB%B0%B1%EC%97%85%20%EB%B0%9B%EA%B8%B0"));
        assertThat(page.locator("#audit")).hasCount(0);
        assertThat(WatchedTocsin.overflows(page)).isFalse();
    }

    @Test
    void leadsOnFromAnErrorPage() {
        for (boolean hasScripts : List.of(true, false)) {
            Page page = tocsin.logIn(new Browser.NewContextOptions()
                    .setLocale("ko-KR")
                    .setJavaScriptEnabled(hasScripts)
                    .setViewportSize(390, 844));

            page.navigate(tocsin.uri("/deliveries/999999"));
            assertThat(page.locator("h1")).containsText("404");
            page.locator("nav a[href='/silences']").press("Enter");
            assertThat(page.locator("h1")).hasText("무음");
        }
    }

    @Test
    void showsTheWayOfAlertsAndWhatADraftOfThePoliciesWouldChange() {
        Alert routed = tocsin.fire("Routed", "server1");
        NotificationViews views = tocsin.tocsin().bean(NotificationViews.class);
        await().until(() -> !views.findByAlerts(Set.of(routed.id().toString())).isEmpty());
        Page page = english();

        // A Monday.
        page.navigate(tocsin.uri("/policies?labels=host%3Ddeaf&at=2030-01-07T03:00&zone=Asia/Seoul"));
        assertThat(page.locator("#tree .policy")).hasCount(2);
        assertThat(page.locator("#answer")).containsText("gone");
        assertThat(page.locator("[data-taken]").first()).not().containsText("0 today");
        TestBrowser.shoot(page, "policies");
        page.locator("#text").fill("route:\n  receiver: nobody\n");
        assertThat(page.locator("#draft-problems")).containsText("nobody");
        assertThat(page.locator("#text")).isFocused();
        page.locator("#check").click();
        assertThat(page).hasURL(Pattern.compile("#draft$"));
        assertThat(page.locator("#draft-problems")).containsText("nobody");
        assertThat(page.locator("#diff")).hasCount(0);
        page.locator("#text").fill("""
                route:
                  receiver: good
                  routes:
                    - {matchers: ["host = deaf"], receiver: inbox, mute_time_intervals: [nights]}
                time_intervals:
                  - name: nights
                    time_intervals: [{times: [{start_time: "00:00", end_time: "09:00"}], weekdays: ["monday:friday"], location: Asia/Seoul}]
                """);
        page.locator("#check").click();
        assertThat(page.locator("#answer")).containsText("inbox");
        assertThat(page.locator("#answer .badge")).containsText("silent until");
        assertThat(page.locator("#diff")).containsText("+    - {matchers");
        assertThat(page.locator(".week-part")).not().hasCount(0);
        TestBrowser.shoot(page, "policies-draft");
        assertThat(tocsin.complaints())
                .filteredOn(complaint -> !complaint.contains("404"))
                .isEmpty();

        Page phone = koreanPhone();
        phone.navigate(tocsin.uri("/policies"));
        assertThat(phone.locator("h1")).hasText("알림 정책");
        assertThat(WatchedTocsin.overflows(phone)).isFalse();
        TestBrowser.shoot(phone, "policies-ko-390");
    }
}
