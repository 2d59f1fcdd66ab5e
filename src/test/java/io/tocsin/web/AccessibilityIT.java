package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.dispatch.silencing.Silencing;
import io.tocsin.label.LabelMatcher;
import io.tocsin.rule.file.RuleCatalog;
import io.tocsin.silence.SilenceDraft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every page in every form: in both languages, wide and narrow, light and dark, with and without scripts, with data that is
 * long and cannot be broken. Nothing scrolls sideways, axe-core finds nothing serious, no page complains or calls out. Here
 * each page is seen in two looks that differ in everything; a soak sees each in all sixteen.
 */
class AccessibilityIT {

    private static final String RUN = "() => axe.run(document, {resultTypes: ['violations']}).then(result =>"
            + " result.violations.filter(found => found.impact === 'serious' || found.impact === 'critical')"
            + ".flatMap(found => found.nodes.map(node => found.id + ': ' + node.html.slice(0, 200) + ' '"
            + " + node.any.concat(node.all).map(check => check.message).join('; '))))";

    /** Texts that stand out of the window, and out of no box that scrolls by itself. */
    private static final String WIDEST = "() => {"
            + " const boxed = node => { for (let e = node.parentElement; e && e !== document.body; e = e.parentElement) {"
            + " if (getComputedStyle(e).overflowX !== 'visible') { return true; } } return false; };"
            + " const found = []; const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
            + " while (texts.nextNode()) { const range = document.createRange(); range.selectNodeContents(texts.currentNode);"
            + " if (range.getBoundingClientRect().right > window.innerWidth + 1 && !boxed(texts.currentNode)) {"
            + " found.push(texts.currentNode.parentElement.outerHTML.slice(0, 120)); } }"
            + " return found.slice(0, 4).join(' … '); }";

    /**
     * Sentences of a Korean page that are in English: what stands in quotes, in code, in log lines and messages is somebody
     * else's, and so are the texts of the rules and the log lines here.
     */
    private static final String ENGLISH = "() => {"
            + " const word = /(^|[\\s(])(the|is|are|was|were|of|not|this|that|has|have|it|its|been|does|which|nothing|cannot|see|no)"
            + "(?=[\\s,.;:)]|$)/;"
            + " const foreign = 'code, script, style, noscript, textarea, .chat, .log-line, .label-chip, .source, [lang=en]';"
            + " const found = []; const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);"
            + " while (texts.nextNode()) { const node = texts.currentNode;"
            // The last of these is what the data source has said, word for word.
            + " const text = node.data.replace(/\"[^\"]*\"/g, '').replace(/pipeline error: [^]*/, '');"
            + " if (word.test(text) && !node.parentElement.closest(foreign)) { found.push(text.slice(Math.max(0, text.search(word) - 60)).slice(0, 160)); } }"
            + " document.querySelectorAll('[title], [aria-label], [placeholder]').forEach(one => {"
            + " ['title', 'aria-label', 'placeholder'].forEach(name => { const text = (one.getAttribute(name) || '').replace(/\"[^\"]*\"/g, '');"
            + " if (word.test(text) && !one.closest(foreign)) { found.push(name + ': ' + text.slice(0, 160)); } }); });"
            + " return found.slice(0, 6).join(' … '); }";

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
        HostileData.writeFiles(home);
        watched = WatchedTocsin.start(home);
        watched.push("ERROR disk full", "server2", 4);
        watched.push(HostileData.lines(), HostileData.WORD, Instant.now());
        Instant now = Instant.now();
        Silencing silencing = watched.tocsin().bean(Silencing.class);
        String active = silence(silencing, "host", now);
        silence(silencing, "job", now.plusSeconds(3_600));
        silencing.expire(silencing.create(draft("severity", now)).id(), "ann");
        String rule = watched.tocsin().bean(RuleCatalog.class).snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(one -> one.name().equals(HostileData.WORD))
                .map(one -> RuleAddress.path(one.key()))
                .findFirst()
                .orElseThrow();
        String labels =
                HostileData.encoded("alertname=\"" + HostileData.WORD + "\", host=\"" + HostileData.WORD + "\"");
        String query = HostileData.encoded("{job=\"ocr\", host=\"" + HostileData.WORD + "\"}");
        pages = new ArrayList<>(List.of(
                "/",
                "/wallboard",
                "/wallboard?by=host",
                "/wallboard/open",
                "/alerts",
                "/alerts?show=all&by=host",
                "/alerts?q=" + labels,
                "/alerts?q=%40nothing%3D" + HostileData.WORD,
                "/rules",
                "/rules?q=" + HostileData.WORD,
                rule,
                rule + "/message",
                rule + "/backtest",
                "/silences",
                "/silences?state=pending",
                "/silences?state=expired",
                "/silences/" + active,
                "/silences/" + active + "/edit",
                "/silences/new?matcher=" + HostileData.encoded("host=\"" + HostileData.WORD + "\""),
                "/contact-points",
                "/contact-points/" + HostileData.encoded(HostileData.NAME),
                "/contact-points/inbox",
                "/contact-points/new",
                "/contact-points/new?type=slack_bot",
                "/policies?labels=" + labels,
                "/deliveries",
                "/inbox",
                "/explain?q=" + labels,
                "/logs?query=" + query + "&label=host",
                "/logs?query=" + HostileData.encoded("{" + HostileData.WORD),
                "/status",
                "/drafts?file=" + HostileData.FILE,
                "/drafts?sample=errors",
                "/templates?text=" + HostileData.encoded("{{" + HostileData.WORD + "}}"),
                "/backtests",
                "/account",
                "/tokens",
                "/users",
                "/audit",
                "/no-such-page/" + HostileData.WORD));
        addPagesOfTheFirstAlert(rule, labels);
    }

    private static void addPagesOfTheFirstAlert(String rule, String labels) {
        Page page = watched.desktop();
        watched.open(page, "/alerts?q=" + labels);
        assertThat(page.locator("[data-open]").first()).containsText(HostileData.WORD);
        pages.add(page.locator("[data-open]").first().getAttribute("href"));
        watched.open(page, rule);
        page.locator("#period").selectOption("1h");
        page.locator("#backtest").click();
        assertThat(page.locator("#result")).isVisible();
        pages.add(page.url().substring(watched.tocsin().uri("").toString().length()));
        page.waitForCondition(() -> {
            watched.open(page, "/deliveries");
            return page.locator("a.list-group-item").count() > 0;
        });
        pages.add(page.locator("a.list-group-item").first().getAttribute("href"));
        page.context().close();
    }

    private static String silence(Silencing silencing, String label, Instant from) {
        return silencing.create(draft(label, from)).id().value();
    }

    private static SilenceDraft draft(String label, Instant from) {
        return new SilenceDraft(
                List.of(LabelMatcher.equal(label, "x"), LabelMatcher.equal(HostileData.LABEL, HostileData.WORD)),
                from,
                from.plusSeconds(7_200),
                "ann",
                HostileData.TEXT,
                "");
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

    /** @param part the pages of this look: every fourth one from here; all when it is negative */
    private record Look(boolean isKorean, boolean isNarrow, boolean isDark, boolean hasScripts, int part) {

        @Override
        public String toString() {
            return (isKorean ? "ko " : "en ")
                    + (isNarrow ? "390 " : "1280 ")
                    + (isDark ? "dark" : "light")
                    + (hasScripts ? "" : " without scripts");
        }

        List<String> pages() {
            return IntStream.range(0, pages.size())
                    .filter(page -> part < 0 || page % 4 == part)
                    .mapToObj(pages::get)
                    .toList();
        }

        Browser.NewContextOptions options() {
            return new Browser.NewContextOptions()
                    .setColorScheme(isDark ? ColorScheme.DARK : ColorScheme.LIGHT)
                    .setLocale(isKorean ? "ko-KR" : "en-US")
                    .setViewportSize(isNarrow ? 390 : 1280, 900)
                    .setJavaScriptEnabled(hasScripts);
        }
    }

    /** Any two of language, width and theme meet; and without scripts a page is in all of them what it was not with scripts. */
    static Stream<Look> pairs() {
        return IntStream.range(0, 4).boxed().flatMap(part -> {
            boolean isKorean = part % 2 == 1;
            boolean isNarrow = part / 2 == 1;
            boolean isDark = isKorean != isNarrow;
            return Stream.of(
                    new Look(isKorean, isNarrow, isDark, true, part),
                    new Look(!isKorean, !isNarrow, !isDark, false, part));
        });
    }

    static Stream<Look> all() {
        return IntStream.range(0, 16)
                .mapToObj(bits -> new Look((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0, (bits & 8) > 0, -1));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void showsEveryPageAsItShould(Look look) {
        check(look);
    }

    @Tag("soak")
    @ParameterizedTest
    @MethodSource("all")
    void showsEveryPageInEveryLook(Look look) {
        check(look);
    }

    private static void check(Look look) {
        Page reader = watched.logIn(look.options());
        List<String> found = new ArrayList<>();

        for (String path : look.pages()) {
            watched.open(reader, path);
            if (!reader.locator("html").getAttribute("lang").equals(look.isKorean() ? "ko" : "en")) {
                found.add(path + " is in another language");
            }
            if (reader.locator("h1").count() != 1) {
                found.add(path + " has " + reader.locator("h1").count() + " titles");
            }
            if (WatchedTocsin.overflows(reader)) {
                found.add(path + " scrolls sideways: " + reader.evaluate(WIDEST));
            }
            if (look.isKorean() && !String.valueOf(reader.evaluate(ENGLISH)).isEmpty()) {
                found.add(path + " speaks English: " + reader.evaluate(ENGLISH));
            }
            judge(reader, path, look.hasScripts(), found);
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

        watched.open(page, "/login");
        judge(page, "/login", true, found);

        assertThat(found).isEmpty();
        page.context().close();
    }

    /** Without scripts axe-core does not run; the same page has been judged with them. */
    private static void judge(Page page, String path, boolean hasScripts, List<String> found) {
        if (page.content().contains("??")) {
            found.add(path + " has a text without a translation");
        }
        if (!hasScripts) {
            return;
        }
        page.evaluate(axe);
        if (page.evaluate(RUN) instanceof List<?> violations) {
            violations.stream().distinct().forEach(violation -> found.add(path + " " + violation));
        }
    }
}
