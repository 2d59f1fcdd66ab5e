package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AlertsPageIT extends WatchedPages {

    @BeforeAll
    static void fireOnASecondHost() {
        watched.push("ERROR disk full", "server2", 4);
        watched.awaitGrouped(2);
    }

    @Test
    void filtersAndGroupsByTheKeyboard() {
        Page page = watched.desktop();
        watched.open(page, "/alerts");
        assertThat(page.locator("li[data-item]")).hasCount(2);
        assertThat(page).hasTitle(Pattern.compile("^\\(2\\) .*"));
        // At once, because the list may be renewed at any time.
        assertThat((Boolean) page.evaluate("document.querySelector('li[data-item]').offsetHeight <= 44"))
                .isTrue();

        page.keyboard().press("?");
        assertThat(page.locator("[data-keys-help]")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator("[data-keys-help]")).isHidden();
        page.keyboard().press("/");
        assertThat(page.locator("#filter")).isFocused();
        page.keyboard().type("host=~\".*2\", @state=firing, @age<1h");
        page.keyboard().press("Enter");
        assertThat(page.locator("li[data-item]")).hasCount(1);
        assertThat(page.locator("li[data-item]")).containsText("server2");
        page.locator("#filter").blur();
        page.keyboard().press("j");
        assertThat(page.locator("li.is-chosen")).hasCount(1);
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("OcrErrors");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void narrowsByTheValuesOfLabelsAndKeepsTheFilterUnderAName() {
        Page page = watched.desktop();
        watched.open(page, "/alerts");
        page.locator(".facet .label-chip", new Page.LocatorOptions().setHasText("server2"))
                .click();
        assertThat(page.locator("#filter")).hasValue("host=\"server2\"");
        assertThat(page.locator("li[data-item]")).hasCount(1);

        page.locator("#save-view input[name=name]").fill("두 번째 서버 & co");
        page.locator("#save-view button").click();
        assertThat(page.locator("[data-view]")).hasText("두 번째 서버 & co");
        watched.open(page, "/alerts");
        page.locator("[data-view]").click();
        assertThat(page.locator("#filter")).hasValue("host=\"server2\"");
        TestBrowser.shoot(page, "alerts-facets");

        Page phone = watched.phone();
        watched.open(phone, "/alerts");
        assertThat(phone.locator("[data-view]")).hasText("두 번째 서버 & co");
        assertThat(WatchedTocsin.overflows(phone)).isFalse();
        TestBrowser.shoot(phone, "alerts-facets-ko-390");
        phone.locator("button[form=forget-view]").click();
        assertThat(phone.locator("[data-view]")).hasCount(0);
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void showsTheAlertsThatAMessageLinksTo() {
        Page page = watched.desktop();
        watched.open(page, "/alerts?matcher=host%3D%22server1%22&matcher=alertname%3D%22OcrErrors%22&by=host");

        assertThat(page.locator("li[data-item]")).hasCount(1);
        assertThat(page.locator("#filter")).hasValue("host=\"server1\", alertname=\"OcrErrors\"");
        assertThat(page.locator("h2").first()).containsText("host=\"server1\"");
        page.locator("[data-open]").click();
        assertThat(page.locator("h1")).hasText("OcrErrors");
        assertThat(page.locator("main")).containsText("5 errors on server1");
        assertThat(page.locator("#lines .log-line")).not().hasCount(0);
        assertThat(page.locator("[data-values]")).hasAttribute("data-drawn", "true");
        TestBrowser.shoot(page, "episode");
        page.locator("#actions a[href^='/logs?']").click();
        assertThat(page.locator(".log-line")).hasCount(5);
        watched.open(page, "/alerts?by=host");
        TestBrowser.shoot(page, "alerts");
        watched.open(page, "/alerts?q=@nothing%3D1");
        assertThat(page.locator("#problem mark")).hasText("@nothing=1");
        assertThat(page.locator("li[data-item]")).hasCount(2);
        watched.open(page, "/alerts?q=host%3D~%22server.*%22,%20@state%3Dfire");
        assertThat(page.locator("#problem")).containsText("Did you mean @state=firing?");
        assertThat(page.locator("#problem mark")).hasText("@state=fire");
        watched.open(page, "/alerts?q=4%20ERRORS");
        assertThat(page.locator("li[data-item]")).hasCount(1);
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void fitsAPhoneInKoreanAndDark() {
        Page page = watched.phone();
        watched.open(page, "/alerts");
        assertThat(page.locator("li[data-item]").first()).isVisible();
        TestBrowser.shoot(page, "alerts-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        assertThat(watched.browser().complaints()).isEmpty();
    }
}
