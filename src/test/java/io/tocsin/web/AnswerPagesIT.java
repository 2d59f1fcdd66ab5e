package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AnswerPagesIT extends WatchedPages {

    @Test
    void showsTheLinesOfARuleAndOfAQuery() {
        Page page = watched.desktop();
        watched.open(page, "/rules?q=ocrerrors");
        page.locator("tbody a").click();
        page.locator("a[href^='/logs?rule=']").click();

        assertThat(page.locator("#filter")).hasValue("{job=\"ocr\"} |= \"ERROR\"");
        assertThat(page.locator(".log-line.error")).hasCount(5);
        assertThat(page.locator(".log-line mark").first()).hasText("ERROR");
        page.locator("#filter").fill("{job=\"ocr\", host=\"server1\"}");
        page.locator("form[role=search] button.btn-primary").click();
        assertThat(page.locator(".log-line")).hasCount(7);
        assertThat(page.locator(".log-line.warn")).hasCount(2);
        TestBrowser.shoot(page, "logs");
        page.locator("#filter").fill("{job=\"ocr\"");
        page.locator("form[role=search] button.btn-primary").click();
        assertThat(page.locator("#problem")).containsText("syntax error");
        assertThat(page.locator("#filter")).hasValue("{job=\"ocr\"");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void tailsTheLinesUntilItIsStopped() throws Exception {
        Page page = watched.desktop();
        watched.open(page, "/logs");
        page.locator("#filter").fill("{job=\"ocr\", host=\"tail1\"} |= \"fresh\"");
        page.locator("#tail").click();
        assertThat(page.locator("#tailing")).isVisible();
        assertThat(page.locator(".log-line")).hasCount(0);

        watched.push("a fresh line", "tail1", 3);

        assertThat(page.locator(".log-line")).hasCount(3);
        assertThat(page.locator("#filter")).hasValue("{job=\"ocr\", host=\"tail1\"} |= \"fresh\"");
        TestBrowser.shoot(page, "logs-tail");
        page.locator("#stop").click();
        assertThat(page.locator("#tailing")).hasCount(0);
        assertThat(page.locator(".log-line")).hasCount(3);
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void findsLinesByClicksAndWordsAndMakesARuleOfThem() throws Exception {
        watched.push(List.of("{\"level\":\"warn\",\"took\":42}"), "hunt2", Instant.now());
        watched.push("before the gong", "hunt1", 2);
        watched.push("Gong sounded", "hunt1", 3);
        Page page = watched.desktop();
        watched.open(page, "/logs?query=gong");
        page.locator("#meant a").click();
        assertThat(page.locator("#filter")).hasValue("{job=~\".+\"} |~ \"(?i)gong\"");
        assertThat(page.locator(".log-line")).hasCount(5);
        assertThat(page.locator(".log-bar[class*='height-40']")).not().hasCount(0);

        page.locator("[data-label=host]").click();
        assertThat(page.locator("#values [data-value]")).hasText("hunt1");
        assertThat(page.locator("#values .number")).hasText("5");
        page.locator("[data-value]").first().click();
        assertThat(page.locator("#filter")).hasValue("{job=~\".+\", host=\"hunt1\"} |~ \"(?i)gong\"");
        page.locator(".log-text", new Page.LocatorOptions().setHasText("sounded"))
                .first()
                .click(new com.microsoft.playwright.Locator.ClickOptions()
                        .setPosition(new com.microsoft.playwright.options.Position(70, 8)));
        page.locator(".word-box a").first().click();
        assertThat(page.locator("#filter")).hasValue(Pattern.compile(" \\|= \"sounded\"$"));
        assertThat(page.locator(".log-line")).hasCount(3);
        assertThat(page.locator(".log-line time").first()).hasText(Pattern.compile("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}$"));

        page.locator("[data-context]").last().click();
        assertThat(page.locator(".log-line")).not().hasCount(3);
        assertThat(page.locator(".is-chosen-line")).containsText("sounded");
        assertThat(page.locator("#lines")).containsText("before the gong");

        watched.open(page, "/logs?query=%7Bhost%3D%22hunt2%22%7D+%7C+json");
        page.locator(".log-json summary").click();
        assertThat(page.locator(".log-json pre")).containsText("\"took\" : 42");
        page.locator(".label-chip", new Page.LocatorOptions().setHasText("took=42"))
                .click();
        assertThat(page.locator("#filter")).hasValue("{host=\"hunt2\"} | json | took=\"42\"");
        assertThat(page.locator(".log-line")).hasCount(1);
        TestBrowser.shoot(page, "logs-json");

        page.locator("#make-rule").click();
        assertThat(page.locator("#text")).hasValue(Pattern.compile("count_over_time\\(\\{host=\"hunt2\"}"));
        page.locator("#check").click();
        assertThat(page.locator("#draft-trials")).containsText("LinesFound");
        assertThat(page.locator("#backtest")).isVisible();
        assertThat(watched.browser().complaints()).isEmpty();
    }

    /** As a link of a message does: a window of the past, to the millisecond. */
    @Test
    void keepsTheWindowThatALinkNames() throws Exception {
        Instant at =
                Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(600).plusMillis(28_400);
        watched.push("inside of the window", "window1", 2, at);
        watched.push("after the window", "window1", 2, at.plusSeconds(20));
        String window = "from=" + at.minusSeconds(9).toEpochMilli() + "&to="
                + at.plusMillis(300).toEpochMilli();
        Page page = watched.desktop();
        watched.open(page, "/logs?source=default&query=%7Bhost%3D%22window1%22%7D&" + window);
        assertThat(page.locator(".log-line")).hasCount(2);
        for (String link : List.of("[data-label=host]", ".log-labels a")) {
            assertThat(page.locator(link).first()).hasAttribute("href", Pattern.compile(window));
        }

        page.locator("[data-label=host]").click();
        assertThat(page.locator("#values [data-value]").first()).hasAttribute("href", Pattern.compile(window));
        assertThat(page.locator(".log-line")).hasCount(2);
        page.locator(".log-text")
                .first()
                .click(new com.microsoft.playwright.Locator.ClickOptions()
                        .setPosition(new com.microsoft.playwright.options.Position(10, 8)));
        page.locator(".word-box a").first().click();
        assertThat(page).hasURL(Pattern.compile(".*" + window + ".*"));
        assertThat(page.locator(".log-line")).hasCount(2);
        page.locator("form[role=search] button.btn-primary").click();
        assertThat(page).hasURL(Pattern.compile(".*[?&]from=2.*"));
        assertThat(page.locator(".log-line")).hasCount(2);
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void showsWhatRunsWithoutAnySecret() {
        Page page = watched.desktop();
        watched.open(page, "/status");

        assertThat(page.locator("#database")).containsText("H2");
        assertThat(page.locator("#files")).containsText("ocr.yml");
        assertThat(page.locator("#settings")).containsText("TOCSIN_LOKI_PASSWORD");
        assertThat(page.locator("#settings")).containsText("set (not shown)");
        assertThat(page.content()).doesNotContain("never-shown-1").doesNotContain("test-token");
        TestBrowser.shoot(page, "status");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void saysWhyAnAlertWasTold() {
        Page page = watched.desktop();
        watched.open(page, "/explain?q=alertname%3D%22OcrErrors%22");
        assertThat(page.locator("article")).containsText("joined a notification group");

        page.waitForCondition(() -> {
            page.waitForTimeout(200);
            page.reload();
            return page.locator(".verdict").innerText().contains("a notification said so");
        });
        assertThat(page.locator("article")).containsText("told as firing");
        assertThat(page.locator("article")).containsText("first notification");
        assertThat(page.locator("article")).containsText("waits 2s");
        TestBrowser.shoot(page, "explain");
        watched.open(page, "/rules?q=ocrerrors");
        page.locator("tbody a").first().click();
        assertThat(page.locator("#notifications tbody tr").first()).containsText("first notification");
        page.locator("#notifications a").first().click();
        assertThat(page.locator("h1")).containsText("OcrErrors");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void saysWhyAnAlertWasNotTold() {
        Page page = watched.phone();
        watched.open(page, "/explain?q=alertname%3DOcrQuiet");
        assertThat(page.locator(".verdict")).containsText("보관된 기록에서 활성인 적이 없습니다");
        TestBrowser.shoot(page, "explain-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        watched.open(page, "/explain?q=alertname%3DAsksNobody");
        assertThat(page.locator(".verdict")).containsText("규칙을 평가하지 못했습니다");
        watched.open(page, "/explain?q=%7Bbroken");
        assertThat(page.locator("#problem")).isVisible();
        watched.open(page, "/status");
        TestBrowser.shoot(page, "status-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        watched.open(page, "/logs?query=%7Bjob%3D%22ocr%22%7D");
        TestBrowser.shoot(page, "logs-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        assertThat(watched.browser().complaints()).isEmpty();
    }
}
