package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.silence.SilenceDraft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** axe-core finds nothing serious on any page, half of them light and wide, the others dark and narrow (a soak has the rest); and no page complains or calls out. */
class AccessibilityIT {

    private static final String RUN = "() => axe.run(document, {resultTypes: ['violations']}).then(result =>"
            + " result.violations.filter(found => found.impact === 'serious' || found.impact === 'critical')"
            + ".flatMap(found => found.nodes.map(node => found.id + ': ' + node.html.slice(0, 200) + ' '"
            + " + node.any.concat(node.all).map(check => check.message).join('; '))))";

    /** It reads the pixels of the chart. */
    private static final String WARNING_OF_AXE = "Canvas2D: Multiple readback operations";

    @TempDir
    static Path home;

    private static WatchedTocsin watched;
    private static List<String> pages;
    private static String axe;

    @BeforeAll
    static void start() throws Exception {
        axe = script();
        Files.writeString(home.resolve("policies.yml"), "route: {receiver: inbox, group_wait: 1s}\n");
        watched = WatchedTocsin.start(home);
        watched.push("ERROR disk full", "server2", 4);
        Instant now = Instant.now();
        Silencing silencing = watched.tocsin().bean(Silencing.class);
        String active = silence(silencing, "host", now);
        silence(silencing, "job", now.plusSeconds(3_600));
        silencing.expire(silencing.create(draft("severity", now)).id(), "ann");
        pages = new ArrayList<>(List.of(
                "/",
                "/wallboard",
                "/alerts",
                "/alerts?by=host",
                "/alerts?q=%40nothing%3D1",
                "/rules",
                "/silences",
                "/silences?state=pending",
                "/silences?state=expired",
                "/silences/" + active,
                "/silences/" + active + "/edit",
                "/silences/new?matcher=host%3D%22server1%22",
                "/contact-points",
                "/contact-points/inbox",
                "/contact-points/new",
                "/policies?labels=severity%3Dcritical",
                "/alerts?show=all&by=host",
                "/deliveries",
                "/inbox",
                "/explain?q=alertname%3D%22OcrErrors%22",
                "/logs?query=%7Bjob%3D%22ocr%22%7D",
                "/status",
                "/rules?file=ocr.yml",
                "/drafts?file=ocr.yml",
                "/drafts?sample=errors",
                "/templates",
                "/logs?query=%7Bjob%3D%22ocr%22%7D&label=host",
                "/backtests",
                "/users",
                "/audit",
                "/no-such-page"));
        addPagesOfTheFirstAlert();
    }

    private static void addPagesOfTheFirstAlert() {
        Page page = watched.desktop();
        watched.open(page, "/alerts");
        pages.add(page.locator("[data-open]").first().getAttribute("href"));
        watched.open(page, "/rules?q=ocrerrors");
        page.locator("tbody a").click();
        pages.add(page.url().substring(watched.tocsin().uri("").toString().length()));
        page.locator("#period").selectOption("1h");
        page.locator("#backtest").click();
        assertThat(page.locator("#result")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
        pages.add(page.url().substring(watched.tocsin().uri("").toString().length()));
        watched.open(page, "/deliveries");
        assertThat(page.locator("a.list-group-item").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
        pages.add(page.locator("a.list-group-item").first().getAttribute("href"));
        page.context().close();
    }

    private static String silence(Silencing silencing, String label, Instant from) {
        return silencing.create(draft(label, from)).id().value();
    }

    private static SilenceDraft draft(String label, Instant from) {
        return new SilenceDraft(
                List.of(LabelMatcher.equal(label, "x")), from, from.plusSeconds(7_200), "ann", "maintenance", "");
    }

    private static String script() throws IOException {
        String path = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
        try (InputStream stream = AccessibilityIT.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(stream, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    /** Each page once, every second one dark, narrow and in Korean. */
    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, en-US, 0", "DARK, 390, ko-KR, 1"})
    void hasNothingSeriousOnAnyPage(ColorScheme theme, int width, String locale, int first) {
        List<String> half = new ArrayList<>();
        for (int i = first; i < pages.size(); i += 2) {
            half.add(pages.get(i));
        }
        check(half, theme, width, locale);
    }

    @Tag("soak")
    @ParameterizedTest
    @CsvSource({"LIGHT, 1280, en-US", "DARK, 390, ko-KR", "DARK, 1280, en-US", "LIGHT, 390, ko-KR"})
    void hasNothingSeriousOnAnyPageInAnyForm(ColorScheme theme, int width, String locale) {
        check(pages, theme, width, locale);
    }

    private static void check(List<String> paths, ColorScheme theme, int width, String locale) {
        Page reader = watched.logIn(new Browser.NewContextOptions()
                .setColorScheme(theme)
                .setLocale(locale)
                .setViewportSize(width, 900));
        List<String> found = new ArrayList<>();

        for (String path : paths) {
            check(reader, path, found);
            if (WatchedTocsin.overflows(reader)) {
                found.add(path + " scrolls sideways");
            }
        }

        assertThat(found).isEmpty();
        assertThat(watched.browser().complaints())
                .filteredOn(complaint -> !complaint.contains("404") && !complaint.contains(WARNING_OF_AXE))
                .isEmpty();
        reader.context().close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void hasNothingSeriousOnTheLoginPage(ColorScheme theme) {
        Page page = watched.browser().open(new Browser.NewContextOptions().setColorScheme(theme));
        List<String> found = new ArrayList<>();

        check(page, "/login", found);

        assertThat(found).isEmpty();
        page.context().close();
    }

    /** So many pages on a busy machine: one that comes late is asked for once more. */
    private static void open(Page page, String path) {
        try {
            watched.open(page, path);
        } catch (TimeoutError late) {
            watched.open(page, path);
        }
    }

    private static void check(Page page, String path, List<String> found) {
        open(page, path);
        if (page.content().contains("??")) {
            found.add(path + " has a text without a translation");
        }
        page.evaluate(axe);
        if (page.evaluate(RUN) instanceof List<?> violations) {
            violations.stream().distinct().forEach(violation -> found.add(path + " " + violation));
        }
    }
}
