package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OverviewPagesIT extends WatchedPages {

    @Test
    @Order(1)
    void showsWhatFiresAndWhatIsInTrouble() {
        Page page = watched.desktop();
        watched.open(page, "/");

        assertThat(page.locator("#firing")).hasText("1");
        assertThat(page.locator("#trouble")).hasText("1");
        assertThat(page.locator("#live .alert-list")).containsText("OCR reports errors");
        assertThat(page.locator("#live")).containsText("AsksNobody");
        assertThat(page.locator(".list-group-item")).containsText("up");
        TestBrowser.shoot(page, "overview");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    @Order(2)
    void showsANewAlertWithoutReload() throws Exception {
        Page page = watched.desktop();
        watched.open(page, "/wallboard?by=host");
        assertThat(page.locator(".wall-tile.firing")).hasCount(1);

        watched.push("ERROR disk full", "server2", 4);

        assertThat(page.locator(".wall-tile.firing")).hasCount(2);
        assertThat(page.locator(".wall-name").nth(1)).hasText("server2");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    @Order(3)
    void fitsAPhoneInKoreanAndDark() {
        Page page = watched.phone();
        watched.open(page, "/");
        assertThat(page.locator("h1")).hasText("개요");
        TestBrowser.shoot(page, "overview-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();

        watched.open(page, "/wallboard");
        TestBrowser.shoot(page, "wallboard-ko-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    @Order(4)
    void saysThatItsNumbersAreOldWhenTheConnectionIsLost() {
        Page page = watched.desktop();
        watched.open(page, "/wallboard");
        assertThat(page.locator(".wall-tile.firing .wall-name")).hasText("OcrErrors");
        assertThat(page.locator(".wall-tile.unknown .wall-name")).hasText("AsksNobody");
        assertThat(page.locator("#quiet")).hasText("1 without alerts");
        assertThat(page.locator(".wall-tile.quiet")).hasCount(0);
        assertThat(page.locator("[data-lost]")).isHidden();
        TestBrowser.shoot(page, "wallboard");

        page.context().setOffline(true);
        assertThat(page.locator("[data-lost]")).isVisible();
        TestBrowser.shoot(page, "wallboard-lost");
        page.context().setOffline(false);
        assertThat(page.locator("[data-lost]")).isHidden();
    }
}
