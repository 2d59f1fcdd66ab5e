package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.dispatch.silencing.Silencing.SilenceView;
import io.tocsin.dispatch.view.NotificationViews;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SilencesPageIT extends ManagedPages {

    private static final String LINK = "/silences/new?matcher=alertname%3D%22ocr%22&matcher=host%3D%22server1%22";

    @Test
    void silencesFromALinkWithPreviewAndExtendsExpiresAndRecreates() {
        awaitGrouped(tocsin.fire("ocr", "server1").id().toString());
        awaitGrouped(tocsin.fire("ocr", "server2").id().toString());
        Page page = tocsin.logIn(new Browser.NewContextOptions().setTimezoneId("Asia/Seoul"));
        Silencing silencing = tocsin.tocsin().bean(Silencing.class);

        page.navigate(tocsin.uri(LINK));
        assertThat(page.locator("#matchers")).hasValue("alertname=\"ocr\"\nhost=\"server1\"");
        assertThat(page.locator("#preview")).containsText("1 alert fires now");
        assertThat(silencing.findUnexpired()).isEmpty();

        page.locator("#matchers").fill("host=~\"server.*\"");
        assertThat(page.locator("#preview")).containsText("2 alerts fire now");
        TestBrowser.shoot(page, "silence-form");
        page.locator("#show-past").click();
        assertThat(page.locator("#past")).containsText("It would have muted 2 alerts");
        page.locator("#save").click();
        assertThat(page.locator("#comment-problem")).containsText("comment is required");
        assertThat(page.locator("#matchers")).hasValue("host=~\"server.*\"");

        page.locator("#comment").fill("maintenance, rack 7");
        page.locator("#save").click();
        assertThat(page.locator("main [role=status]")).containsText("Silence created.");
        TestBrowser.shoot(page, "silence");
        SilenceView created = silencing.findUnexpired().get(0);
        assertThat(created.silence().author()).isEqualTo("admin");
        assertThat(Duration.between(
                        created.silence().startsAt(), created.silence().endsAt()))
                .isBetween(Duration.ofMinutes(119), Duration.ofHours(2));

        page.navigate(tocsin.uri("/silences"));
        assertThat(page.locator("article")).containsText("covers 2 alerts that fire now");
        assertThat(page.locator(".nav-tabs .active .badge")).hasText("1");
        TestBrowser.shoot(page, "silences");
        page.locator("article button[value='1h']").click();
        assertThat(page.locator("main [role=status]")).containsText("lasts longer");
        assertThat(silencing.findUnexpired().get(0).silence().endsAt())
                .isEqualTo(created.silence().endsAt().plus(Duration.ofHours(1)));

        page.locator("details.confirm summary").click();
        page.locator("details.confirm button").click();
        assertThat(page.locator("main [role=status]")).containsText("has ended");
        assertThat(silencing.findUnexpired()).isEmpty();

        page.navigate(tocsin.uri("/silences?state=expired"));
        page.locator("article a:has-text('Recreate')").click();
        assertThat(page.locator("#matchers")).hasValue("host=~\"server.*\"");
        assertThat(page.locator("#comment")).hasValue("maintenance, rack 7");
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void checksMatchersWhileTheyAreTypedAndKeepsThemInAnotherLanguage() {
        Page page = tocsin.logIn(new Browser.NewContextOptions()
                .setLocale("ko-KR")
                .setHasTouch(true)
                .setViewportSize(390, 844));

        page.navigate(tocsin.uri("/silences/new"));
        page.locator("#matchers").fill("host=web1\nhost=~\"web(\"");
        assertThat(page.locator("#matchers-live")).containsText("정규식");
        assertThat(page.locator("#matchers")).hasAttribute("aria-invalid", "true");
        page.locator("#matchers").fill("host=web1\nhost=~\"web.*\"");
        assertThat(page.locator("#matchers-live")).isEmpty();
        assertThat(page.locator("#matchers")).not().hasClass(Pattern.compile("is-invalid"));

        page.locator("#comment").fill("3번 랙 점검");
        openMenu(page);
        page.locator("form[action='/language'] button").click();
        assertThat(page.locator("h1")).hasText("New silence");
        assertThat(page.locator("#matchers")).hasValue("host=web1\nhost=~\"web.*\"");
        assertThat(page.locator("#comment")).hasValue("3번 랙 점검");

        for (String path : List.of("/alerts", "/explain", "/policies")) {
            page.navigate(tocsin.uri(path));
            Locator field = page.locator("[data-checks]");
            field.fill("host=~\"web(\"");
            assertThat(page.locator("#" + field.getAttribute("id") + "-live")).containsText("regular expression");
            assertThat(WatchedTocsin.overflows(page)).as(path).isFalse();
        }
        page.navigate(tocsin.uri("/alerts"));
        page.locator("#filter").fill("@state=fire");
        assertThat(page.locator("#filter-live")).containsText("@state=firing");
        assertThat(tocsin.complaints()).isEmpty();
    }

    /** While it still unfolds, a press may go down on a button and come up beside it. */
    private static void openMenu(Page page) {
        page.locator(".navbar-toggler").click();
        assertThat(page.locator("#navigation")).hasClass(Pattern.compile("(^| )show( |$)"));
    }

    /** Fingers are wider than pointers; links within a sentence are not meant. */
    @Test
    void hasTargetsForFingers() {
        tocsin.fire("ocr", "finger1");
        tocsin.fire("ocr", "finger2");
        Page page = tocsin.logIn(new Browser.NewContextOptions()
                .setLocale("ko-KR")
                .setHasTouch(true)
                .setIsMobile(true)
                .setViewportSize(390, 844));

        for (String path :
                List.of("/", "/alerts", "/silences", "/silences/new", "/rules", "/contact-points", "/logs")) {
            page.navigate(tocsin.uri(path));
            page.evaluate("document.querySelectorAll('details.facets').forEach(one => one.open = true)");
            Object small = page.evaluate("""
                    () => Array.from(document.querySelectorAll('main .btn, main .nav-tabs a, main .facet-values a, main .tree-item, main .matcher-line, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select, .navbar-toggler'))
                      .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 1)
                      .filter(one => { const box = one.getBoundingClientRect(); return box.height < 43.5 || box.width < 43.5; })
                      .map(one => one.outerHTML.slice(0, 120))""");
            assertThat((List<?>) small).as(path).isEmpty();
            assertThat(WatchedTocsin.overflows(page)).as(path).isFalse();
        }
    }

    @Test
    void worksWithoutScriptsAndKeepsWhatWasTyped() {
        awaitGrouped(tocsin.fire("ocr", "plain1").id().toString());
        Page page = tocsin.logIn(
                new Browser.NewContextOptions().setJavaScriptEnabled(false).setLocale("ko-KR"));
        Silencing silencing = tocsin.tocsin().bean(Silencing.class);

        page.navigate(tocsin.uri("/silences/new"));
        page.locator("#matchers").fill("host=~\"server(\"");
        page.locator("#comment").fill("a, b");
        page.locator("#save").press("Enter");
        assertThat(page.locator("#matchers-problem")).containsText("일치 조건이 아닙니다");
        assertThat(page.locator("#comment")).hasValue("a, b");

        page.locator("#matchers").fill("host=\"plain1\", alertname!=\"x,y\"");
        page.locator("#show-preview").press("Enter");
        assertThat(page.locator("#preview")).containsText("1건");
        assertThat(silencing.findUnexpired()).isEmpty();

        page.locator("#duration-custom").press("Space");
        page.locator("#endsAt").fill("2000-01-01T10:00");
        page.locator("#save").press("Enter");
        assertThat(page.locator("#endsAt-problem")).not().isEmpty();

        page.locator("#endsAt").fill("2099-01-01T10:00");
        page.locator("#save").press("Enter");
        assertThat(page.locator("#endsAt-problem")).containsText("2160 hours");

        page.locator("#duration-1d").press("Space");
        page.locator("#save").press("Enter");
        assertThat(page.locator("main [role=status]")).containsText("무음을 만들었습니다");
        assertThat(silencing.findUnexpired().get(0).silence().comment()).isEqualTo("a, b");
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void asksBeforeItMutesManyAlertsAndEndsSeveralAtOnce() {
        List<String> fired = IntStream.range(0, 21)
                .mapToObj(i -> tocsin.fire("many", "rack" + i).id().toString())
                .toList();
        for (String alert : fired) {
            awaitGrouped(alert);
        }
        Page page = tocsin.logIn(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        Silencing silencing = tocsin.tocsin().bean(Silencing.class);

        page.navigate(tocsin.uri("/alerts?q=alertname%3Dmany&by=severity"));
        page.locator("#silence-filter").press("Enter");
        assertThat(page.locator("#matchers")).hasValue("alertname=\"many\"");
        page.locator("#duration-morning").press("Space");
        page.locator("#comment").fill("maintenance");
        page.locator("#save").press("Enter");
        assertThat(page.locator("#confirmation")).containsText("21 alerts fire now");
        assertThat(silencing.findUnexpired()).isEmpty();
        page.locator("#confirmed").press("Space");
        page.locator("#save").press("Enter");
        assertThat(page.locator("main [role=status]")).containsText("Silence created");

        page.navigate(tocsin.uri("/silences/new?matcher=alertname%3D~%22.%2B%22"));
        page.locator("#comment").fill("everything");
        page.locator("#save").press("Enter");
        assertThat(page.locator("#confirmation")).containsText("fit every alert");
        page.locator("#confirmed").press("Space");
        page.locator("#save").press("Enter");
        assertThat(page.locator("main [role=status]")).containsText("Silence created");
        assertThat(silencing.findUnexpired()).hasSize(2);

        page.navigate(tocsin.uri("/silences"));
        TestBrowser.shoot(page, "silences-bulk");
        page.locator("article input[type=checkbox]").first().press("Space");
        page.locator("article input[type=checkbox]").last().press("Space");
        page.locator("#bulk summary").press("Enter");
        assertThat(page.locator("#bulk button.btn-danger")).isVisible();
        page.locator("#bulk button.btn-danger").press("Enter");
        assertThat(page.locator("main [role=status]")).containsText("have ended");
        assertThat(silencing.findUnexpired()).isEmpty();
        page.navigate(tocsin.uri("/silences?state=expired&search=everything"));
        assertThat(page.locator("article")).hasCount(1);
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void acknowledgesByTheKeyboardAndKeepsTheFilter() {
        awaitGrouped(tocsin.fire("ocr", "keyboard1").id().toString());
        Page page = tocsin.logIn(new Browser.NewContextOptions());

        page.navigate(tocsin.uri("/alerts?show=all&q=host%3Dkeyboard1"));
        assertThat(page.locator("li[data-item]")).hasCount(1);
        page.keyboard().press("j");
        page.keyboard().press("a");
        assertThat(page.locator("main .alert[role=status]")).containsText("Acknowledged");
        assertThat(page.locator("#filter")).hasValue("host=keyboard1");
        assertThat(page.locator("[data-connection-text=live]")).isVisible();
        page.keyboard().press("j");
        page.keyboard().press("s");
        assertThat(page.locator("#matchers")).hasValue("alertname=\"ocr\"\nhost=\"keyboard1\"\nseverity=\"critical\"");
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void acknowledgesAndSilencesFromTheAlertsPageOnAPhone() {
        String id = tocsin.fire("ocr", "phone1").id().toString();
        awaitGrouped(id);
        Page page = tocsin.logIn(
                new Browser.NewContextOptions().setViewportSize(390, 800).setColorScheme(ColorScheme.DARK));

        page.navigate(tocsin.uri("/alerts?matcher=host%3D%22phone1%22"));
        assertThat(page.locator("li[data-item]")).hasCount(1);
        TestBrowser.shoot(page, "alerts-phone");
        page.locator("[data-open]").click();
        page.locator("#actions a:has-text('Silence')").click();
        assertThat(page.locator("#matchers")).hasValue("alertname=\"ocr\"\nhost=\"phone1\"\nseverity=\"critical\"");
        TestBrowser.shoot(page, "silence-form-phone");
        page.goBack();
        page.locator("button:has-text('Acknowledge')").click();
        assertThat(page.locator("main [role=status]")).containsText("Acknowledged");
        TestBrowser.shoot(page, "episode-phone");
        page.locator("a:has-text('acknowledged by admin')").click();
        assertThat(page.locator("main dl")).containsText("acknowledgement");
        TestBrowser.shoot(page, "silence-phone");

        page.navigate(tocsin.uri("/alerts?matcher=host%3D%22other%22"));
        assertThat(page.locator("li[data-item]")).hasCount(0);
        assertThat(tocsin.complaints()).isEmpty();
    }

    /** Each order puts the three another way, so that none can stand for another. */
    @Test
    void sortsTheListOfAlertsAsOneWishes() {
        fireLater("Alpha", "sorted1", "warning");
        fireLater("Zeta", "sorted2", "critical");
        fireLater("Middle", "sorted3", "info");
        Map<String, String[]> orders = Map.of(
                "severity", new String[] {"Zeta", "Alpha", "Middle"},
                "newest", new String[] {"Middle", "Zeta", "Alpha"},
                "oldest", new String[] {"Alpha", "Zeta", "Middle"},
                "name", new String[] {"Alpha", "Middle", "Zeta"});
        Page desktop =
                tocsin.logIn(new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 900));
        Page phone = tocsin.logIn(new Browser.NewContextOptions()
                .setLocale("ko-KR")
                .setViewportSize(390, 800)
                .setColorScheme(ColorScheme.DARK)
                .setJavaScriptEnabled(false));

        for (Page page : List.of(desktop, phone)) {
            page.navigate(tocsin.uri("/alerts?q=host%3D~%22sorted.*%22"));
            assertThat(page.locator(".alert-name")).hasText(orders.get("severity"));
            for (Map.Entry<String, String[]> order : orders.entrySet()) {
                page.locator("#sort").selectOption(order.getKey());
                page.locator("form[role=search] button[type=submit]").press("Enter");
                assertThat(page).hasURL(Pattern.compile("[?&]sort=" + order.getKey() + "(&|$)"));
                assertThat(page.locator("#sort")).hasValue(order.getKey());
                assertThat(page.locator(".alert-name")).hasText(order.getValue());
                assertThat(page.locator("#filter")).hasValue("host=~\"sorted.*\"");
            }
        }
        desktop.navigate(tocsin.uri("/alerts?q=host%3D~%22sorted.*%22&sort=name&by=severity"));
        desktop.locator(".alert-labels .label-chip", new Page.LocatorOptions().setHasText("sorted2"))
                .click();
        assertThat(desktop.locator("#sort")).hasValue("name");
        assertThat(desktop.locator("#by")).hasValue("severity");
        assertThat(desktop.locator(".alert-name")).hasText("Zeta");
        assertThat(tocsin.complaints()).isEmpty();
    }

    /** At a time of its own, to the millisecond. */
    private static void fireLater(String name, String host, String severity) {
        Clock clock = tocsin.tocsin().bean(Clock.class);
        long fired = tocsin.fire(name, host, severity).id().firedAt().toEpochMilli();
        while (clock.millis() <= fired) {
            Thread.onSpinWait();
        }
    }

    @Test
    void switchesTheLanguageAndShowsReasonsOnTheErrorPage() {
        Page page = tocsin.logIn(new Browser.NewContextOptions().setLocale("fr-FR"));

        page.navigate(tocsin.uri("/silences?state=expired"));
        assertThat(page.locator("h1")).hasText("Silences");
        page.locator("form[action='/language'] button").click();
        assertThat(page.locator("h1")).hasText("무음");
        assertThat(page).hasURL(tocsin.uri("/silences?state=expired"));
        page.navigate(tocsin.uri("/alerts"));
        assertThat(page.locator("html")).hasAttribute("lang", "ko");
        page.locator("form[action='/language'] button").click();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(tocsin.complaints()).isEmpty();

        page.navigate(tocsin.uri("/silences/no-such-one"));
        assertThat(page.locator("main")).containsText("There is no such silence.");
    }

    /** Silences cover alerts that have been grouped, which happens right after they fire. */
    private static void awaitGrouped(String alertId) {
        NotificationViews views = tocsin.tocsin().bean(NotificationViews.class);
        await().until(() -> !views.findByAlerts(Set.of(alertId)).isEmpty());
    }

    @Test
    void refusesWhatTheRoleDoesNotAllowAndSaysSo() {
        tocsin.changeRole("VIEWER");
        Page viewer = tocsin.logIn(new Browser.NewContextOptions());
        viewer.navigate(tocsin.uri(LINK));
        viewer.locator("#comment").fill("maintenance");
        viewer.locator("#save").click();
        assertThat(viewer.locator("main")).containsText("Your role does not allow this.");
        assertThat(tocsin.tocsin().bean(Silencing.class).findUnexpired()).isEmpty();
        TestBrowser.shoot(viewer, "error");

        tocsin.changeRole("RESPONDER");
        Page responder = tocsin.logIn(new Browser.NewContextOptions());
        responder.navigate(tocsin.uri("/contact-points/inbox"));
        assertThat(responder.locator("main h1")).isVisible();
        assertThat(responder.locator("#test")).hasCount(0);
        responder.navigate(tocsin.uri(LINK));
        responder.locator("#comment").fill("maintenance");
        responder.locator("#save").click();
        assertThat(responder.locator("main [role=status]")).containsText("Silence created");

        responder.context().clearCookies();
        responder.locator("button[value='1h']").click();
        assertThat(responder.locator("main")).containsText("The form is too old");
    }
}
