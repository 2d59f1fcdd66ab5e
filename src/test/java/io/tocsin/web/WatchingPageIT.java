package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The banner on every page, and the sections of the status page, in a browser. */
class WatchingPageIT {

    @TempDir
    static Path home;

    private static WatchedTocsin watched;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(
                home.resolve("datasources.yml"),
                "datasources: [{name: default, type: embedded}, {name: away, type: loki, url: 'http://127.0.0.1:1'}]\n");
        watched = WatchedTocsin.start(home);
        HttpRequest login =
                HttpRequest.newBuilder(watched.tocsin().uri("/login")).build();
        HttpClient.newHttpClient().send(login, HttpResponse.BodyHandlers.discarding()); // The first one takes seconds.
    }

    @AfterEach
    void closePages() {
        watched.browser().closePages();
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

        assertThat(banner(desktop)).containsText("broken.yml");
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
        assertThat(banner(desktop)).not().containsText("broken.yml");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    /** An empty list would say that nothing was logged. */
    @Test
    void saysBesideTheLogLinesThatTheirSourceOrItselfIsAway() {
        Page phone = watched.phone();
        watched.open(phone, "/logs?source=away");
        assertThat(phone.locator("#source-away")).containsText("데이터 소스 away이(가) 응답하지 않습니다");
        assertThat(phone.locator("#labels")).not().containsText("들어온 로그가 없습니다");
        assertThat(WatchedTocsin.overflows(phone)).isFalse();
        Page desktop = watched.desktop();
        watched.open(desktop, "/logs?source=away&query=%7Bjob%3D%22ocr%22%7D");
        assertThat(desktop.locator("#source-away")).containsText("Data source away does not answer");
        assertThat(desktop.locator("#live")).not().containsText("No line matches");
        assertThat(desktop.locator("#labels")).not().containsText("No line has arrived");

        watched.open(desktop, "/logs?live=1&query=%7Bjob%3D%22ocr%22%7D");
        assertThat(desktop.locator("#source-away")).hasCount(0);
        assertThat(desktop.locator("#tailing .while-answered")).isVisible();
        assertThat(desktop.locator("#tailing .while-lost")).isHidden();
        assertThat(watched.browser().complaints()).isEmpty();
        desktop.context().setOffline(true);
        assertThat(desktop.locator("#tailing .while-lost")).containsText("Connection lost");
        assertThat(desktop.locator("#tailing .while-answered")).isHidden();
        assertThat(desktop.locator(".log-line")).not().hasCount(0);
        desktop.context().setOffline(false);
        assertThat(desktop.locator("#tailing .while-answered")).isVisible();
        // What was asked in vain stands in the console.
        watched.browser().forget();
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
