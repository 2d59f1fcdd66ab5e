package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.tocsin.RunningTocsin;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveEventsIT extends ManagedPages {

    private static final String LIVE = "[data-connection-text=live]";
    private static final String PAUSED = "[data-connection-text=paused]";
    private static final String OPEN_SOMETHING = "document.querySelector('#live').insertAdjacentHTML('beforeend',"
            + " '<details open id=\"opened\"><summary>more</summary></details>')";

    @Test
    void showsANewAlertWithoutReloadAndStaysOnTheChosenRow() {
        tocsin.fire("first", "live1");
        Page page = tocsin.logIn(new Browser.NewContextOptions());
        page.navigate(tocsin.uri("/alerts?q=host%3D~%22live.*%22"));
        assertThat(page.locator("li[data-item]")).hasCount(1);
        assertThat(page.locator(LIVE)).isVisible();
        page.evaluate("window.isSamePage = true");
        page.keyboard().press("j");

        tocsin.fire("second", "live2");

        assertThat(page.locator("li[data-item]")).hasCount(2);
        assertThat(page.locator("li.is-chosen")).containsText("first");
        assertThat(page.evaluate("window.isSamePage")).isEqualTo(true);
        page.evaluate("document.activeElement.blur()");
        page.keyboard().press("Enter");
        assertThat(page.locator("h1")).hasText("first");
        assertThat(tocsin.complaints()).isEmpty();
    }

    @Test
    void doesNotDisturbSomebodyWhoHasOpenedSomething() {
        tocsin.fire("first", "calm1");
        Page page = tocsin.logIn(new Browser.NewContextOptions());
        page.navigate(tocsin.uri("/alerts?q=host%3D~%22calm.*%22"));
        assertThat(page.locator("li[data-item]")).hasCount(1);
        page.evaluate(OPEN_SOMETHING);

        tocsin.fire("second", "calm2");

        assertThat(page.locator(PAUSED)).isVisible();
        assertThat(page.locator("#opened")).hasCount(1);
        assertThat(page.locator("li[data-item]")).hasCount(1);
        page.evaluate("document.querySelector('#opened').open = false");
        assertThat(page.locator("li[data-item]")).hasCount(2);
    }

    @Test
    void doesNotDisturbSomebodyWhoHasOpenedSomethingWhileTheNewsWereOnTheirWay() {
        tocsin.fire("first", "way1");
        Page page = tocsin.logIn(new Browser.NewContextOptions());
        page.navigate(tocsin.uri("/alerts?q=host%3D~%22way.*%22"));
        assertThat(page.locator("li[data-item]")).hasCount(1);
        List<Route> onTheirWay = new ArrayList<>();
        page.route(Pattern.compile("/alerts\\?"), onTheirWay::add, new Page.RouteOptions().setTimes(1));
        tocsin.fire("second", "way2");
        page.waitForCondition(() -> !onTheirWay.isEmpty());
        page.evaluate(OPEN_SOMETHING);

        onTheirWay.forEach(Route::resume);

        assertThat(page.locator(PAUSED)).isVisible();
        assertThat(page.locator("#opened")).hasCount(1);
        page.evaluate("document.querySelector('#opened').open = false");
        assertThat(page.locator("li[data-item]")).hasCount(2);
    }

    @Test
    void doesNotReplaceWhatIsBeingPressed() {
        tocsin.fire("first", "press1");
        Page page = tocsin.logIn(new Browser.NewContextOptions());
        page.navigate(tocsin.uri("/alerts?q=host%3D~%22press.*%22"));
        page.locator("li[data-item] [data-open]").hover();
        page.mouse().down();

        tocsin.fire("second", "press2");

        assertThat(page.locator(PAUSED)).isVisible();
        assertThat(page.locator("li[data-item]")).hasCount(1);
        page.mouse().up();
        assertThat(page.locator("h1")).hasText("first");
    }

    @Test
    void saysWhatChangedAndIsOnlyForThoseWhoAreLoggedIn() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest anonymous =
                HttpRequest.newBuilder(tocsin.tocsin().uri("/events")).build();
        assertThat(http.send(anonymous, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isIn(302, 401);

        HttpRequest request = HttpRequest.newBuilder(tocsin.tocsin().uri("/events"))
                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                .timeout(Duration.ofMinutes(3))
                .build();
        HttpResponse<Stream<String>> answer = http.send(request, HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
        List<String> lines;
        try (Stream<String> body = answer.body()) {
            lines = body.peek(line -> {
                        if (line.contains("alive")) {
                            tocsin.fire("first", "server" + System.nanoTime());
                        }
                    })
                    .takeWhile(line -> !(line.startsWith("data:") && line.contains("alerts")))
                    .toList();
        }
        assertThat(lines).contains("event:alive", "event:changed");
    }
}
