package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

class RulePagesIT extends WatchedPages {

    @Test
    void leadsFromTheListToTheRuleWithItsValueAndHistory() {
        Page page = watched.desktop();
        watched.open(page, "/rules?q=ocrerrors");
        assertThat(page.locator("tbody tr")).hasCount(1);
        assertThat(page.locator("tbody .badge").first()).hasText("firing");
        page.locator("tbody a").click();

        assertThat(page.locator("h1")).hasText("OcrErrors");
        assertThat(page.locator("[data-query]")).containsText("count_over_time");
        assertThat(page.locator("#live tbody")).containsText("5 errors on server1");
        assertThat(page.locator("#live [data-acknowledge-instance]")).hasCount(1);
        assertThat(page.locator("#live [data-silence-instance]")).hasCount(1);
        assertThat(page.locator("[data-way]")).containsText("inbox");
        assertThat(page.locator("[data-values][data-drawn]")).isVisible();
        assertThat(page.locator("#transitions")).containsText("firing");
        page.locator("#evaluations summary").first().click();
        assertThat(page.locator("#evaluations details pre").first()).containsText("curl -sG 'http://localhost:");
        assertThat(page.locator("#evaluations details pre").first())
                .containsText("--data-urlencode 'query=sum by (job, host)");
        TestBrowser.shoot(page, "rule");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void showsTheMessageOfARuleBeforeItEverFires() {
        Page page = watched.desktop();
        watched.open(page, watched.pathOfRule("OcrErrors"));
        page.locator("#show-message").click();
        assertThat(page.locator("#message-preview .chat")).containsText("OCR reports errors");
        assertThat(page.locator("#message-preview .chat")).containsText("5 errors on server1");
        assertThat(page.locator("#message-preview [data-basis]")).containsText("finds now");

        Page plain = watched.logIn(new Browser.NewContextOptions()
                .setLocale("ko-KR")
                .setViewportSize(390, 844)
                .setJavaScriptEnabled(false));
        watched.open(plain, watched.pathOfRule("OcrQuiet"));
        plain.locator("#show-message").press("Enter");
        assertThat(plain.locator("[data-basis]")).containsText("아직 시리즈를 찾은 적이 없습니다");
        assertThat(plain.locator(".chat")).containsText("OcrQuiet");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void saysWhyARuleCannotBeEvaluated() {
        Page page = watched.desktop();
        watched.open(page, watched.pathOfRule("AsksNobody"));

        assertThat(page.locator("#live [role=alert]")).containsText("JSONParserErr");
        assertThat(page.locator("[data-values-note]")).containsText("JSONParserErr");
        assertThat(page.locator("#windows"))
                .containsText("the last 2s of log lines are read at each slot, in place of all 5m");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void fitsAPhoneInKoreanAndDark() {
        Page page = watched.phone();
        watched.open(page, watched.pathOfRule("OcrErrors"));

        assertThat(page.locator("[data-values][data-drawn]")).isVisible();
        assertThat(String.valueOf(page.evaluate("Chart.getChart(document.querySelector('[data-values] canvas'))"
                        + ".scales.x.ticks.map(tick => tick.label).join(' ')")))
                .matches("(\\d\\d:\\d\\d(:\\d\\d)? ?)+");
        assertThat(page.locator("h2").first()).hasText("인스턴스");
        TestBrowser.shoot(page, "rule-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        watched.open(page, "/rules");
        TestBrowser.shoot(page, "rules-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void findsRulesWithoutJavaScript() {
        Page page =
                watched.logIn(new Browser.NewContextOptions().setLocale("en-GB").setJavaScriptEnabled(false));
        watched.open(page, "/rules");
        page.locator("#filter").fill("panic quiet");
        page.locator("form[role=search] button").press("Enter");

        assertThat(page.locator("tbody tr")).hasCount(1);
        page.locator("tbody a").press("Enter");
        assertThat(page.locator("h1")).hasText("OcrQuiet");
        assertThat(page.locator("noscript")).isVisible();
    }

    @Test
    void answersThatThereIsNoSuchRule() {
        Page page = watched.desktop();
        String address = watched.tocsin().uri("/rules/0000000000000000").toString();

        assertThat(page.context().request().get(address).status()).isEqualTo(404);
    }
}
