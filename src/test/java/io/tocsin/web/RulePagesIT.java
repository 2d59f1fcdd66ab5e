package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.tocsin.rule.file.RuleCatalog;
import org.junit.jupiter.api.Test;

class RulePagesIT extends WatchedPages {

    private static String address(String alert) {
        return watched.tocsin().bean(RuleCatalog.class).snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> rule.name().equals(alert))
                .map(rule -> RuleAddress.path(rule.key()))
                .findFirst()
                .orElseThrow();
    }

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
    void saysWhyARuleCannotBeEvaluated() {
        Page page = watched.desktop();
        watched.open(page, address("AsksNobody"));

        assertThat(page.locator("#live [role=alert]")).containsText("JSONParserErr");
        assertThat(page.locator("[data-values-note]")).containsText("JSONParserErr");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void fitsAPhoneInKoreanAndDark() {
        Page page = watched.phone();
        watched.open(page, address("OcrErrors"));

        assertThat(page.locator("[data-values][data-drawn]")).isVisible();
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
        page.locator("form[role=search] button").click();

        assertThat(page.locator("tbody tr")).hasCount(1);
        page.locator("tbody a").click();
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
