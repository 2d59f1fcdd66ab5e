package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The banner on every page, and the sections of the status page, in a browser. */
class WatchingPageIT {

    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(40_000);

    @TempDir
    static Path home;

    private static WatchedTocsin watched;

    @BeforeAll
    static void start() throws Exception {
        watched = WatchedTocsin.start(home);
        HttpRequest login =
                HttpRequest.newBuilder(watched.tocsin().uri("/login")).build();
        HttpClient.newHttpClient().send(login, HttpResponse.BodyHandlers.discarding()); // The first one takes seconds.
    }

    @AfterAll
    static void stop() {
        watched.close();
    }

    private static Locator banner(Page page) {
        return page.locator("#watching-banner");
    }

    @Test
    void saysOnEveryPageWhatIsNotWatchedWhileItIsSo() throws Exception {
        Page desktop = watched.desktop();
        watched.open(desktop, "/alerts");
        Path broken = home.resolve("rules/broken.yml");

        Files.writeString(broken, "groups: x");

        assertThat(banner(desktop)).containsText("broken.yml", SOON);
        assertThat(banner(desktop)).containsText("Not everything is watched.");
        for (String path : new String[] {"/", "/rules", "/silences/new", "/contact-points", "/deliveries", "/status"}) {
            watched.open(desktop, path);
            assertThat(banner(desktop)).containsText("broken.yml");
        }
        TestBrowser.shoot(desktop, "watching-status-en");
        assertThat(desktop.locator("#concerns")).containsText("nothing of this file is in force");
        assertThat(desktop.locator("#tasks")).containsText("delivery");
        watched.open(desktop, "/wallboard");
        assertThat(desktop.locator("#live")).containsText("broken.yml");

        Page phone = watched.phone();
        assertThat(banner(phone)).containsText("감시되지 않는 항목이 있습니다.");
        TestBrowser.shoot(phone, "watching-overview-ko-phone");
        assertThat(WatchedTocsin.overflows(phone)).isFalse();
        banner(phone).locator("a").click();
        assertThat(phone.locator("#concerns")).containsText("broken.yml");
        TestBrowser.shoot(phone, "watching-status-ko-phone");
        assertThat(WatchedTocsin.overflows(phone)).isFalse();

        watched.open(desktop, "/alerts");
        Files.delete(broken);
        assertThat(banner(desktop)).not().containsText("broken.yml", SOON);
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void tellsNothingToWhoIsNotLoggedIn() throws Exception {
        Files.writeString(home.resolve("rules/worse.yml"), "groups: y");
        Page page = watched.browser().open(new Browser.NewContextOptions());

        page.navigate(watched.tocsin().uri("/login").toString());
        assertThat(page.locator("#password")).isVisible();
        assertThat(banner(page)).hasCount(0);

        page.navigate(watched.tocsin().uri("/watching").toString());
        assertThat(page.locator("#password")).isVisible();
        Files.delete(home.resolve("rules/worse.yml"));
    }
}
