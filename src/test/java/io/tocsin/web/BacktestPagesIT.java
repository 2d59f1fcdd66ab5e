package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BacktestPagesIT extends WatchedPages {

    @BeforeAll
    static void pushIntoThePast() {
        watched.push("ERROR an hour ago", "server9", 4, Instant.now().minus(Duration.ofMinutes(30)));
    }

    @Test
    void triesARuleOnThePastAndShowsWhatItWouldHaveDone() {
        Page page = watched.desktop();
        watched.open(page, watched.pathOfRule("OcrErrors"));
        assertThat(page.locator(".timeline-row .timeline-FIRING").first()).isAttached();
        page.locator("#period").selectOption("1h");
        page.locator("#backtest").click();

        assertThat(page.locator("#result")).isVisible();
        assertThat(page.locator("#firing-count")).hasText("2");
        assertThat(page.locator("#notification-count")).not().hasText("0");
        assertThat(page.locator("#firings tbody tr")).hasCount(2);
        assertThat(page.locator("#firings tbody tr").first()).containsText("host=server9");
        assertThat(page.locator("#firings")).containsText("OCR reports errors");
        assertThat(page.locator("#message")).containsText("OcrErrors");
        assertThat(page.locator("[data-values][data-drawn]")).isVisible();
        TestBrowser.shoot(page, "backtest");
        page.locator("nav a[href='/backtests']").click();
        assertThat(page.locator(".list-group-item").first()).containsText("OcrErrors");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void worksWithoutJavaScriptAndKeepsTheInputBesideTheProblem() {
        Page page =
                watched.logIn(new Browser.NewContextOptions().setLocale("en-GB").setJavaScriptEnabled(false));
        watched.open(page, watched.pathOfRule("OcrQuiet"));
        page.locator("#period").selectOption("6h");
        page.locator("#end").fill("2099-01-01T10:00");
        page.locator("#end").press("Enter");
        assertThat(page.locator(".invalid-feedback[role=alert]")).containsText("future");
        assertThat(page.locator("#period")).hasValue("6h");

        page.locator("#end").press("Enter");
        assertThat(page.locator("#result")).isVisible();
        assertThat(page.locator("#firing-count")).hasText("0");
    }

    @Test
    void fitsAPhoneInKoreanAndDark() {
        Page page = watched.phone();
        watched.open(page, watched.pathOfRule("OcrErrors"));
        page.locator("#period").selectOption("1h");
        page.locator("#backtest").click();

        assertThat(page.locator("#result")).isVisible();
        assertThat(page.locator("h1")).containsText("백테스트");
        assertThat(page.locator("[data-values][data-drawn]")).isVisible();
        TestBrowser.shoot(page, "backtest-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchBacktest() {
        Page page = watched.desktop();
        APIResponse answer = page.context()
                .request()
                .get(
                        watched.tocsin().uri("/backtests/nothing").toString(),
                        RequestOptions.create().setHeader("Accept", "text/html"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("no such backtest");
    }
}
