package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the tests of pages rely on. */
class TestBrowserIT {

    private static final long LATE_MILLIS = 1_500;
    private static final String PAGE = """
            <!DOCTYPE html><html data-theme-choice="auto"><title>page</title><h1>%1$s</h1><a href="/second">on</a>
            <button type="button">press</button><p id="pressed">no</p><script src="/%1$s.js"></script></html>""";
    private static final String SCRIPT = """
            document.querySelector('button').addEventListener('click', () => {
              document.getElementById('pressed').textContent = 'yes'; });
            document.documentElement.setAttribute('data-ready', '');""";

    /** After a click on a link the next page is there before its script is. */
    @Test
    void pressesNothingBeforeTheScriptsOfAPageHaveRun() throws IOException {
        ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/first", exchange -> answer(exchange, "text/html", PAGE.formatted("first")));
        server.createContext("/second", exchange -> answer(exchange, "text/html", PAGE.formatted("second")));
        server.createContext("/first.js", exchange -> answer(exchange, "text/javascript", SCRIPT));
        server.createContext(
                "/second.js",
                exchange -> late.schedule(
                        () -> answer(exchange, "text/javascript", SCRIPT), LATE_MILLIS, TimeUnit.MILLISECONDS));
        server.start();
        try (TestBrowser browser = TestBrowser.start()) {
            Page page = browser.open(new Browser.NewContextOptions());
            page.navigate("http://127.0.0.1:" + server.getAddress().getPort() + "/first");
            page.locator("a").click();

            page.locator("button").click();

            assertThat(page.locator("h1")).hasText("second");
            assertThat(page.locator("#pressed")).hasText("yes");
        } finally {
            server.stop(0);
            late.shutdownNow();
        }
    }

    private static void answer(HttpExchange exchange, String type, String body) {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
