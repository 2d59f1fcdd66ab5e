package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.contactpoint.ContactPoints;
import io.tocsin.contactpoint.FailureReason;
import io.tocsin.contactpoint.slack.SlackNotifier;
import io.tocsin.delivery.DeliveryFailure;
import io.tocsin.delivery.store.ContactPointHealthStore;
import io.tocsin.rule.ContactPointName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactPointsPageIT {

    @TempDir
    static Path home;

    private static ChatStandIn slack;
    private static ManagedTocsin tocsin;

    @BeforeAll
    static void start() throws IOException {
        slack = ChatStandIn.start();
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - {name: alarm, type: slack, settings: {url: "%1$s"}}
                  - {name: team/on call, type: slack, settings: {url: "%1$s"}}
                  - {name: gone, type: slack, settings: {url: "%2$s"}, fallback: alarm}
                  - {name: korean, type: slack, language: ko, update: edit, settings: {url: "%1$s", title: "제목 {{status}}"}}
                """.formatted(slack.url("ok"), slack.url("gone")));
        Files.writeString(home.resolve("policies.yml"), "route: {receiver: inbox, group_wait: 0s}\n");
        tocsin = ManagedTocsin.start(home, Map.of("tocsin.allowed-webhook-hosts", slack.host()));
    }

    @AfterEach
    void tidyUp() {
        tocsin.tidyUp();
    }

    @AfterAll
    static void stop() {
        tocsin.close();
        slack.close();
    }

    @Test
    void showsWhatATemplateWouldSayWithARealMessage() {
        tocsin.fire("DiskFull", "server7");
        Page page = tocsin.logIn(new Browser.NewContextOptions().setLocale("ko-KR"));
        page.waitForCondition(() -> {
            page.waitForTimeout(200);
            page.navigate(tocsin.uri("/templates"));
            return page.locator("#message").textContent().contains("DiskFull");
        });
        page.locator("#text").fill("담당: {{labels.host}} 값 {{value}}");

        assertThat(page.locator("[data-picture=slack]")).containsText("담당: server7 값 3.5");
        assertThat(page.locator("[data-picture=discord]")).containsText("담당: server7 값 3.5");
        assertThat(page.locator("#plain")).containsText("담당: server7 값 3.5");
        page.locator("#text").fill("{{nonsense}}");
        assertThat(page.locator("#template-result .alert-danger")).containsText("nonsense");
        assertThat(page.locator("#names-alert")).containsText("{{silence_url}}");
        page.locator("#text").fill("{{#alerts}}{{summary}}{{/alerts}}");
        assertThat(page.locator("#plain")).containsText("DiskFull fails on server7");
        TestBrowser.shoot(page, "templates-ko");
        page.setViewportSize(390, 800);
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        TestBrowser.shoot(page, "templates-ko-390");
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void showsStateAndPreviewTestsAndUnparksAProvisionedOne() {
        int accepted = slack.accepted();
        ContactPointHealthStore health = tocsin.tocsin().bean(ContactPointHealthStore.class);
        DeliveryFailure dead = new DeliveryFailure(FailureReason.ENDPOINT_DEAD, "404 no_service");
        ContactPointName gone = new ContactPointName("gone");
        health.failed(gone, dead, Instant.parse("2026-01-02T03:04:05Z"));
        health.park(gone, laneOf(gone), dead, Instant.parse("2026-01-02T03:04:05Z"));
        Page page = tocsin.logIn(new Browser.NewContextOptions());

        page.navigate(tocsin.uri("/contact-points"));
        assertThat(page.locator(".list-group-item:has-text('inbox')")).hasCount(1);
        assertThat(page.locator(".list-group-item:has-text('gone')")).containsText("parked");
        assertThat(page.locator(".list-group-item:has-text('gone')")).containsText("endpoint_dead: 404 no_service");
        assertThat(page.locator(".list-group-item:has-text('alarm')").first()).containsText("never used");
        TestBrowser.shoot(page, "contact-points");
        assertThat(page.content()).doesNotContain("/services/ok");
        page.locator(".list-group-item:has-text('team/on call')").click();
        assertThat(page.locator("h1")).containsText("team/on call");
        page.navigate(tocsin.uri("/contact-points"));

        page.locator(".list-group-item:has-text('gone')").click();
        page.locator("#unpark").click();
        assertThat(page.locator("main [role=status]")).containsText("used again");
        assertThat(health.findParked()).doesNotContain(gone);
        page.locator("#test").click();
        page.locator("details.confirm[open] button").click();
        assertThat(page.locator("#test-result")).containsText("no_service");

        page.navigate(tocsin.uri("/contact-points/alarm"));
        assertThat(page.locator(".chat")).hasCount(2);
        assertThat(page.locator("main dl")).containsText("fallback of");
        page.locator("#test").click();
        page.locator("details.confirm[open] button").click();
        assertThat(page.locator("#test-result")).containsText("Both messages were delivered.");
        assertThat(slack.accepted()).isEqualTo(accepted + 2);
        TestBrowser.shoot(page, "contact-point");
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void makesTestsChangesAndDeletesOneWithASecretThatIsNeverShown() {
        Page page = tocsin.logIn(
                new Browser.NewContextOptions().setViewportSize(390, 800).setColorScheme(ColorScheme.DARK));
        ContactPoints contactPoints = tocsin.tocsin().bean(ContactPoints.class);
        ContactPointName name = new ContactPointName("team");

        page.navigate(tocsin.uri("/contact-points/new?type=slack"));
        page.locator("#name").fill("team");
        page.locator("#url").fill("https://evil.example/services/x");
        page.locator("#save").click();
        assertThat(page.locator("#url-problem")).containsText("evil.example is not allowed");
        assertThat(page.locator("#name")).hasValue("team");
        assertThat(page.locator("#url")).hasValue("https://evil.example/services/x");
        assertThat(page.locator("text=evil.example is not allowed")).hasCount(1);
        assertThat(page.locator("#url")).isFocused();
        assertThat(page.locator("[data-again]")).hasCount(0);
        assertThat(page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
                        .toString())
                .doesNotContain("evil.example");
        assertThat(contactPoints.find(name)).isEmpty();
        TestBrowser.shoot(page, "contact-point-form-phone");

        page.locator("#url").fill("https://hooks.slack.com/services/");
        page.locator("#save").click();
        assertThat(page.locator("#url-problem")).containsText("not the whole address");
        page.locator("#url").fill(slack.url("bad"));
        page.locator("#test").click();
        assertThat(page.locator("#test-result")).containsText("invalid_payload");
        page.locator("#url").fill(slack.url("ok"));
        page.locator("#test").click();
        assertThat(page.locator("#test-result")).containsText("Both messages were delivered.");
        assertThat(contactPoints.find(name)).isEmpty();
        page.locator("details:has(#send_resolved) summary").click();
        page.locator("#send_resolved").uncheck();
        page.locator("#save").click();
        assertThat(page.locator("main [role=status]")).containsText("stored");
        assertThat(contactPoints.find(name)).hasValueSatisfying(found -> {
            assertThat(found.isProvisioned()).isFalse();
            assertThat(found.sendResolved()).isFalse();
        });
        TestBrowser.shoot(page, "contact-point-phone");

        page.locator("a:has-text('Edit')").click();
        assertThat(page.locator("#url")).hasValue("");
        assertThat(page.content()).doesNotContain(slack.url("ok")).doesNotContain("/services/");
        page.locator("#language").selectOption("ko");
        List<Route> onTheirWay = new ArrayList<>();
        page.route(Pattern.compile("/contact-points/team"), onTheirWay::add, new Page.RouteOptions().setTimes(1));
        page.locator("#save").click();
        page.waitForCondition(() -> !onTheirWay.isEmpty());
        // It could be stored twice, or a test be sent from a page that is about to go.
        assertThat(page.evaluate("Array.from(document.querySelectorAll('#contact-form button[type=submit]'))"
                        + ".every(button => button.disabled)"))
                .isEqualTo(true);
        onTheirWay.forEach(Route::resume);
        assertThat(page.locator("main [role=status]")).containsText("stored");
        page.locator("#test").click();
        page.locator("details.confirm[open] button").click();
        assertThat(page.locator("#test-result")).containsText("Both messages were delivered.");

        page.navigate(tocsin.uri("/contact-points/new?type=discord"));
        page.locator("#name").fill("team");
        page.locator("#save").click();
        assertThat(page.locator("#name-problem")).containsText("already");

        page.navigate(tocsin.uri("/contact-points/team"));
        page.locator("details.confirm summary:has-text('Delete')").click();
        page.locator("details.confirm[open] button").click();
        assertThat(page.locator("main [role=status]")).containsText("deleted");
        assertThat(contactPoints.find(name)).isEmpty();
        page.locator("#deleted button").click();
        assertThat(page.locator(".alert[role=status]")).containsText("back");
        assertThat(contactPoints.find(name)).isPresent();
        page.locator("#test").click();
        page.locator("details.confirm[open] button").click();
        assertThat(page.locator("#test-result")).containsText("Both messages were delivered.");
        assertThat(tocsin.complaints()).isEmpty();
    }

    /** There is no rule, and no silence. */
    @Test
    void saysThatNothingIsWatchedAndHowASilenceIsMade() {
        for (boolean hasScripts : List.of(true, false)) {
            Page page = tocsin.logIn(new Browser.NewContextOptions()
                    .setLocale("ko-KR")
                    .setViewportSize(390, 844)
                    .setJavaScriptEnabled(hasScripts));

            page.navigate(tocsin.uri("/"));
            assertThat(page.locator("#no-rules")).containsText("규칙");
            assertThat(page.locator("#watching-banner")).containsText("규칙");
            assertThat(page.locator("main")).not().containsText("모두 정상");
            page.navigate(tocsin.uri("/silences"));
            assertThat(page.locator("main")).containsText("종 버튼");
            assertThat(page.locator("main a[href='/silences/new']")).isVisible();
        }
    }

    @Test
    void saysWithoutScriptsThatASecretHasToBeTypedAgain() {
        Page page =
                tocsin.logIn(new Browser.NewContextOptions().setLocale("ko-KR").setJavaScriptEnabled(false));

        page.navigate(tocsin.uri("/contact-points/new?type=slack"));
        assertThat(page.locator("[data-again]")).hasCount(0);
        page.locator("#url").fill(slack.url("typed-once"));
        page.locator("#save").press("Enter");

        assertThat(page.locator("#name-problem")).hasText("연락처에는 이름이 필요합니다.");
        assertThat(page.locator("#url")).hasValue("");
        assertThat(page.locator("[data-again]")).containsText("다시 입력해 주세요");
        assertThat(page.content()).doesNotContain("typed-once");
    }

    @Test
    void disablesEnablesClonesAndPreviewsInKorean() {
        int accepted = slack.accepted();
        ContactPointHealthStore health = tocsin.tocsin().bean(ContactPointHealthStore.class);
        Page page = tocsin.logIn(new Browser.NewContextOptions().setLocale("ko-KR"));

        page.navigate(tocsin.uri("/contact-points/korean"));
        page.locator("#disable").click();
        page.locator("details.confirm[open] button").click();
        assertThat(page.locator("#disabled")).containsText("사람이 껐습니다");
        assertThat(health.findParked()).contains(new ContactPointName("korean"));
        page.locator("#enable").click();
        assertThat(page.locator(".alert[role=status]")).containsText("다시 사용합니다");
        assertThat(health.findParked()).doesNotContain(new ContactPointName("korean"));

        page.locator("#clone").click();
        assertThat(page.locator("#title")).hasValue("제목 {{status}}");
        assertThat(page.locator("#name")).hasValue("");
        assertThat(page.locator("#url")).hasValue("");
        page.locator("#preview").click();
        assertThat(page.locator("#form-preview .chat")).hasCount(2);
        assertThat(page.locator("#form-preview .chat").first()).containsText("제목 FIRING");
        TestBrowser.shoot(page, "contact-point-clone-ko");
        page.locator("#name").fill("copy");
        page.locator("#save").click();
        assertThat(page.locator("#url-problem")).hasText("꼭 입력해야 합니다.");
        assertThat(page.locator("#name")).hasValue("copy");
        assertThat(slack.accepted()).isEqualTo(accepted);
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void hidesFromAViewerWhatOnlyAnEditorMayDo() {
        tocsin.changeRole("VIEWER");
        Page page = tocsin.logIn(new Browser.NewContextOptions());

        page.navigate(tocsin.uri("/contact-points"));
        assertThat(page.locator("#new")).hasCount(0);
        page.navigate(tocsin.uri("/contact-points/inbox"));
        assertThat(page.locator("#test")).hasCount(0);
        assertThat(page.locator(".chat")).hasCount(2);
        assertThat(tocsin.complaints()).isEmpty();
    }

    /** With another lane than this one it would be taken for a new endpoint, and tried again by itself. */
    private static String laneOf(ContactPointName name) {
        return tocsin.tocsin()
                .bean(SlackNotifier.class)
                .lane(tocsin.tocsin().bean(ContactPoints.class).find(name).orElseThrow());
    }
}
