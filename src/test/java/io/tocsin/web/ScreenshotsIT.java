package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Clip;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.tocsin.RunningTocsin;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.AlertKey;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.store.ActiveAlerts;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.store.DeliveryHistory;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.SilenceDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the pictures in docs/screenshots of the demo; see the README there for how to run it. */
@Tag("screenshots")
class ScreenshotsIT {

    private static final Path PICTURES = Path.of(System.getProperty("screenshots.directory", "docs/screenshots"));
    /** Only some pages, or some of {@code -en.png}, {@code -ko-phone.png} …, where not all of them changed. */
    private static final String WANTED_PAGES = System.getProperty("screenshots.pages", ".*");

    private static final String WANTED_VARIANTS = System.getProperty("screenshots.variants", ".*");
    private static final List<Variant> VARIANTS = List.of(
            new Variant("en", ColorScheme.LIGHT, 1280),
            new Variant("ko", ColorScheme.DARK, 1280),
            new Variant("en", ColorScheme.DARK, 390),
            new Variant("ko", ColorScheme.LIGHT, 390));

    private static final int LONGEST_PIXELS = 1_800;
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    Path home;

    @Test
    void takesAPictureOfEachPageInBothLanguagesAndWidths() throws Exception {
        Files.createDirectories(PICTURES);
        Map<String, String> properties = Map.of(
                "spring.profiles.active", "demo",
                "tocsin.rules-dir", "demo/rules",
                "tocsin.contact-points-file", "demo/contact-points.yml",
                "tocsin.policies-file", "src/test/resources/screenshots/policies.yml",
                "tocsin.datasources-file", "config/datasources.yml",
                "tocsin.query-offset", "1s");
        try (TestBrowser browser = TestBrowser.start();
                RunningTocsin tocsin = RunningTocsin.start(home, properties)) {
            awaitActivity(tocsin);
            String silence = silence(tocsin);
            Map<String, String> pages = pages(tocsin, silence);
            for (Variant variant : VARIANTS) {
                if (variant.name("").matches(WANTED_VARIANTS)) {
                    shoot(browser, tocsin, pages, variant);
                }
            }
        }
    }

    private record Variant(String language, ColorScheme theme, int width) {

        boolean isPhone() {
            return width < 1000;
        }

        String name(String page) {
            return page + "-" + language + (isPhone() ? "-phone" : "") + ".png";
        }
    }

    private static Map<String, String> pages(RunningTocsin tocsin, String silence) {
        String rule = RuleAddress.path(
                tocsin.bean(ActiveAlerts.class).find(0, 1).get(0).rule());
        long delivery = tocsin.bean(DeliveryHistory.class)
                .list(DeliveryHistory.DeliveryFilter.ALL, 1)
                .get(0)
                .id()
                .value();
        String name = tocsin.bean(ActiveAlerts.class).find(0, 1).get(0).rule().alert();
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/");
        pages.put("alerts", "/alerts");
        pages.put("alerts-by-host", "/alerts?by=host");
        pages.put("wallboard", "/wallboard");
        pages.put("rules", "/rules");
        pages.put("rule", rule);
        pages.put("silences", "/silences");
        pages.put("silence", "/silences/" + silence);
        pages.put("silence-new", "/silences/new?matcher=severity%3D%22critical%22");
        pages.put("contact-points", "/contact-points");
        pages.put("contact-point", "/contact-points/demo");
        pages.put("contact-point-new", "/contact-points/new?type=slack_bot");
        pages.put("alert", "/alerts/" + episode(tocsin));
        pages.put("policies", "/policies?labels=severity%3Dcritical");
        pages.put("templates", "/templates");
        pages.put("deliveries", "/deliveries");
        pages.put("delivery", "/deliveries/" + delivery);
        pages.put("inbox", "/inbox");
        pages.put("explain", "/explain?q=alertname%3D%22" + name + "%22");
        pages.put("logs", "/logs?query=%7Bjob%3D~%22.%2B%22%7D&label=job&minutes=15");
        pages.put("status", "/status");
        pages.put("draft", "/drafts?sample=errors");
        pages.put("backtests", "/backtests");
        pages.put("account", "/account");
        pages.put("tokens", "/tokens");
        pages.put("users", "/users");
        pages.put("audit", "/audit");
        pages.put("wallboard-open", "/wallboard/open");
        pages.keySet().removeIf(page -> !page.matches(WANTED_PAGES));
        return pages;
    }

    /** The page of an alert that fires. */
    private static String episode(RunningTocsin tocsin) {
        AlertInstance firing = tocsin.bean(ActiveAlerts.class).find(0, 1).get(0);
        return AlertKey.of(new AlertId(firing.rule(), firing.fingerprint(), Objects.requireNonNull(firing.firedAt())));
    }

    private static void shoot(TestBrowser browser, RunningTocsin tocsin, Map<String, String> pages, Variant variant) {
        Page page = browser.open(new Browser.NewContextOptions()
                .setLocale(variant.language().equals("ko") ? "ko-KR" : "en-GB")
                .setTimezoneId("Asia/Seoul")
                .setColorScheme(variant.theme())
                .setHasTouch(variant.isPhone())
                .setIsMobile(variant.isPhone())
                .setViewportSize(variant.width(), variant.isPhone() ? 844 : 800));
        page.setDefaultTimeout(120_000);
        page.navigate(tocsin.uri("/login").toString());
        shoot(page, variant, "login");
        page.locator("input[name=username]").fill("admin");
        page.locator("#password").fill(RunningTocsin.ADMIN_PASSWORD);
        page.locator("button[type=submit]").first().click();
        page.waitForURL(address -> !address.contains("/login"));
        pages.forEach((name, path) -> {
            Response answer = page.navigate(tocsin.uri(path).toString());
            if (answer != null && answer.ok()) {
                if (name.equals("rule")) {
                    page.locator("[data-drawn]")
                            .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
                }
                shoot(page, variant, name);
            }
        });
        page.context().close();
    }

    private static void shoot(Page page, Variant variant, String name) {
        Object height = page.evaluate("Math.max(document.documentElement.scrollHeight, window.innerHeight)");
        int pixels = Math.min(LONGEST_PIXELS, ((Number) height).intValue());
        Page.ScreenshotOptions options = new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(variant.name(name)))
                .setClip(new Clip(0, 0, variant.width(), pixels));
        // A picture of more than the window is one without a finger: the window is made as high as the picture.
        int window = page.viewportSize().height;
        page.setViewportSize(variant.width(), Math.max(window, pixels));
        assertThat(page.screenshot(options)).isNotEmpty();
        page.setViewportSize(variant.width(), window);
    }

    /** Alerts fire, and messages have told of them. */
    private static void awaitActivity(RunningTocsin tocsin) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            Map<InstanceState, Integer> active = tocsin.bean(ActiveAlerts.class).countByState();
            long delivered =
                    tocsin.bean(DeliveryHistory.class).countByState().getOrDefault(DeliveryState.DELIVERED, 0L);
            if (active.getOrDefault(InstanceState.FIRING, 0) >= 2 && delivered >= 3) {
                return;
            }
            LockSupport.parkNanos(200_000_000);
        }
        assertThat(tocsin.bean(RuleCatalog.class).snapshot().ruleCount()).isPositive();
    }

    private static String silence(RunningTocsin tocsin) {
        Silencing silencing = tocsin.bean(Silencing.class);
        Instant now = Instant.now();
        SilenceDraft expired = draft("warehouse", "index rebuilt", now, Duration.ofHours(1));
        silencing.expire(silencing.create(expired).id(), "ann");
        silencing.create(
                draft("collector", "moves to another host on Sunday", now.plusSeconds(3_600), Duration.ofHours(4)));
        silencing.create(draft("consumer", "broker is being upgraded", now, Duration.ofMinutes(10)));
        return silencing
                .create(draft("ocr", "known: the scanner of server1 is being replaced", now, Duration.ofHours(2)))
                .id()
                .value();
    }

    private static SilenceDraft draft(String job, String comment, Instant from, Duration length) {
        return new SilenceDraft(
                List.of(LabelMatcher.equal("job", job), LabelMatcher.equal("host", "server1")),
                from,
                from.plus(length),
                "ann",
                comment,
                "");
    }
}
