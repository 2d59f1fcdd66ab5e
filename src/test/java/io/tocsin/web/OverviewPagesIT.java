package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.tocsin.standin.FaultyLink;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OverviewPagesIT extends WatchedPages {

    /** At once, because the page may be renewed at any time. */
    private static final String THREE_CRITICAL_ARE_LARGE_AND_ALL_FIT = """
            () => { const tiles = Array.from(document.querySelectorAll('.wall-tile'));
              tiles.forEach((tile, i) => { tile.className = 'wall-tile firing ' + (i < 3 ? 'sev-critical' : 'sev-warning'); });
              const area = tile => tile.offsetWidth * tile.offsetHeight;
              return area(tiles[0]) > 2 * area(tiles[10]) && document.documentElement.scrollHeight <= window.innerHeight + 1; }""";

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

    @Test
    @Order(5)
    void knowsThatNobodyIsLoggedInAnyMore() {
        Page page = watched.desktop();
        watched.open(page, "/alerts");
        assertThat(page.locator("[data-logged-out]")).isHidden();

        page.context().clearCookies();
        page.evaluate("window.dispatchEvent(new Event('online'))");

        assertThat(page.locator("[data-logged-out]")).containsText("You are logged out");
        assertThat(page.locator("li[data-item]").first()).isVisible();
    }

    @Test
    @Order(6)
    void fitsFiftyServicesOnAWallWithoutScrolling() throws Exception {
        for (int host = 10; host < 58; host++) {
            watched.push("ERROR disk full", "host" + host, 3);
        }
        Page page = watched.desktop();
        watched.open(page, "/wallboard?by=host");

        assertThat(page.locator(".wall-tile.firing")).hasCount(50);
        assertThat(page.locator("[data-lost]")).isHidden();
        page.waitForFunction("document.documentElement.scrollHeight <= window.innerHeight + 1");
        page.waitForFunction(THREE_CRITICAL_ARE_LARGE_AND_ALL_FIT);
        assertThat(WatchedTocsin.overflows(page)).isFalse();

        watched.open(page, "/");
        assertThat(page.locator("#live .alert-list li")).hasCount(1);
        page.locator("#live .alert-list [data-more]").click();
        assertThat(page.locator("#filter")).hasValue("alertname=\"OcrErrors\"");
        assertThat(page.locator("li[data-item]")).hasCount(50);
    }

    /** Sessions are in the database: whoever has a page open sees the next alert there, and types no password. */
    @Test
    @Order(7)
    void goesOnAfterARestart() throws Exception {
        try (FaultyLink way = new FaultyLink(watched.tocsin().port())) {
            watched.push("ERROR disk full", "restart1", 4);
            Page page = watched.desktop();
            page.navigate("http://127.0.0.1:" + way.port() + "/alerts?q=host%3D~%22restart.*%22");
            assertThat(page.locator("li[data-item]")).hasCount(1);
            assertThat(page.locator("[data-connection-text=live]")).isVisible();

            way.refuse();
            watched.stop();
            assertThat(page.locator("[data-connection-text=lost]")).isVisible();
            assertThat(page.locator("[data-logged-out]")).isHidden();
            watched.startAgain();
            way.switchTo(watched.tocsin().port());
            way.restore();
            watched.push("ERROR disk full", "restart1", 4);
            watched.push("ERROR disk full", "restart2", 4);

            assertThat(page.locator("li[data-item]")).hasCount(2);
            assertThat(page.locator("[data-connection-text=live]")).isVisible();
            assertThat(page.locator("[data-logged-out]")).isHidden();
            page.reload();
            assertThat(page.locator("li[data-item]")).hasCount(2);
        }
    }
}
