package io.tocsin.web;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.tocsin.RunningTocsin;
import io.tocsin.ThreadDump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Pages in a headless Chromium, which all tests of a process share; what its console says and what it asks of other hosts
 * is kept for the test to judge.
 */
final class TestBrowser implements AutoCloseable {

    /** The shell is the same engine without the browser around it, and needs half of the processor time. */
    private static final List<Path> CHROMIUM =
            List.of(Path.of("/usr/bin/chromium-headless-shell"), Path.of("/usr/bin/chromium"));

    /** What a test does that stops the server, or takes the network away; what hangs is something else. */
    private static final Pattern SERVER_IS_GONE =
            Pattern.compile("ERR_(ABORTED|CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|INTERNET_DISCONNECTED)");

    /** Each is a thousand lines, and the first ones tell why. */
    private static final int MOST_DUMPS = 2;

    /** Against hangs only, and less than what a test may take: on a machine that others use a page may take seconds. */
    private static final double TIMEOUT_MILLIS = 180_000;

    /**
     * A page whose scripts have not all run: what they serve takes no effect yet, and a click that leads to a page waits only
     * until that page begins. {@code theme.js} sets both attributes.
     */
    private static final String WITHOUT_ITS_SCRIPTS_YET = "html[data-theme-choice]:not([data-ready])";

    /** To find what fails only on a slow machine: the processor of each page is so many times slower, say 8. */
    private static final int SLOWDOWN = Integer.getInteger("browser.slowdown", 1);

    /** The same for the way to the server: each answer comes so many milliseconds later. */
    private static final int DELAY_MILLIS = Integer.getInteger("browser.delay", 0);

    private static final double MOST_MILLIS_TO_DESCRIBE = 10_000;

    private static final int LONGEST_TEXT = 4_000;

    private static @Nullable Browser shared;

    /** Those that are in use now. */
    private static final Set<TestBrowser> OPEN = new CopyOnWriteArraySet<>();

    private final Browser browser;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private @Nullable String session;
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    private int dumps;

    private TestBrowser(Browser browser) {
        this.browser = browser;
    }

    /** Skips the test when there is no Chromium, except in CI, where that is a failure. */
    static TestBrowser start() {
        Path program = CHROMIUM.stream().filter(Files::isExecutable).findFirst().orElse(null);
        if (program == null && System.getenv("CI") != null) {
            throw new IllegalStateException("chromium is not installed, and browser tests must not be skipped in CI");
        }
        Assumptions.assumeTrue(program != null, "chromium is not installed");
        TestBrowser browser = new TestBrowser(shared(Objects.requireNonNull(program)));
        OPEN.add(browser);
        return browser;
    }

    private static Browser shared(Path program) {
        Browser running = shared;
        if (running == null || !running.isConnected()) {
            PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
            running = launch(program);
            shared = running;
        }
        return running;
    }

    /** It runs until the process of the tests ends: starting one takes longer than most tests. */
    private static Browser launch(Path program) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "close-browser"));
        return playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(program)
                        .setTimeout(TIMEOUT_MILLIS)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /**
     * A page with a session of its own. Without scripts press keys on it: a click waits for frames, and those of such a page a
     * headless browser does not always draw.
     */
    Page open(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        contexts.add(context);
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        Page page = context.newPage();
        slowDown(page);
        // Every action and every assertion waits until this is gone.
        page.addLocatorHandler(page.locator(WITHOUT_ITS_SCRIPTS_YET), ignored -> {});
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add("console " + message.type() + ": " + message.text());
            }
        });
        page.onRequestFailed(request -> {
            boolean isGone =
                    SERVER_IS_GONE.matcher(String.valueOf(request.failure())).find();
            if (!isGone && dumps++ < MOST_DUMPS) {
                ThreadDump.print("failed request " + request.url() + " " + request.failure());
            }
        });
        page.onPageError(error -> complaints.add("script error: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith("http://127.0.0.1:") && !request.url().startsWith("data:")) {
                complaints.add("external request: " + request.url());
            }
        });
        return page;
    }

    private static void slowDown(Page page) {
        if (SLOWDOWN == 1 && DELAY_MILLIS == 0) {
            return;
        }
        CDPSession session = page.context().newCDPSession(page);
        JsonObject rate = new JsonObject();
        rate.addProperty("rate", SLOWDOWN);
        session.send("Emulation.setCPUThrottlingRate", rate);
        JsonObject network = new JsonObject();
        network.addProperty("offline", false);
        network.addProperty("latency", DELAY_MILLIS);
        network.addProperty("downloadThroughput", -1);
        network.addProperty("uploadThroughput", -1);
        session.send("Network.emulateNetworkConditions", network);
    }

    /** A picture for people to look at, under {@code target/screenshots}; only with {@code -Dscreenshots=true}, because each costs a second. */
    static void shoot(Page page, String name) {
        if (Boolean.getBoolean("screenshots")) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target/screenshots/" + name + ".png"))
                    .setFullPage(true));
        }
    }

    /** Console errors, script errors, policy violations and requests to other hosts so far. */
    /** A page of the administrator with cookies of its own, on no page yet; only the first one goes through the form. */
    Page openLoggedIn(RunningTocsin tocsin, Browser.NewContextOptions options) {
        String known = session;
        if (known != null) {
            return open(options.setStorageState(known));
        }
        Page page = open(options);
        page.navigate(tocsin.uri("/login").toString());
        page.locator("input[name=username]").fill("admin");
        page.locator("#password").fill(RunningTocsin.ADMIN_PASSWORD);
        page.locator("#password").press("Enter");
        page.waitForURL(address -> !address.endsWith("/login"));
        session = page.context().storageState();
        return page;
    }

    /** The next page goes through the form again. */
    void forgetLogin() {
        session = null;
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** A page that is left open goes on following what happens, and costs as much as one that is looked at. */
    void closePages() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
    }

    /** Closes its pages and forgets what they complained of. */
    void forget() {
        closePages();
        complaints.clear();
    }

    /** For whoever reads a failure: what all open pages show, and what they complained of. */
    static String describePages() {
        return OPEN.stream()
                .flatMap(browser -> Stream.concat(
                        browser.contexts.stream()
                                .flatMap(context -> context.pages().stream())
                                .map(TestBrowser::describe),
                        browser.complaints().stream()))
                .collect(Collectors.joining("\n"));
    }

    private static String describe(Page page) {
        try {
            String text =
                    page.locator("body").innerText(new Locator.InnerTextOptions().setTimeout(MOST_MILLIS_TO_DESCRIBE));
            String attributes = String.valueOf(
                    page.evaluate(
                            "Array.from(document.documentElement.attributes).map(one => one.name + '=' + one.value).join(' ')"));
            return "Page " + page.url() + " (" + attributes + ")\n"
                    + text.substring(0, Math.min(LONGEST_TEXT, text.length()));
        } catch (PlaywrightException e) {
            return "Page " + page.url() + " cannot be read: " + e.getMessage();
        }
    }

    /** Closes its pages; the browser goes on. */
    @Override
    public void close() {
        OPEN.remove(this);
        forget();
    }
}
