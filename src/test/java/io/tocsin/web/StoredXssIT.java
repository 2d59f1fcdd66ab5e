package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.RunningTocsin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every field that people and programs can fill holds a script, a template's expression or a script as an address; and no page
 * runs it, asks its content security policy for mercy, or holds it as anything but text.
 */
class StoredXssIT {

    /** What Thymeleaf would print, by itself: a time in milliseconds may have these digits in it, or an id. */
    private static final Pattern PRODUCT = Pattern.compile("(?<![0-9a-f])94011(?![0-9a-f])");

    private static final String EVIL = "\"'><script>window.xss=1</script><img src=x onerror=window.xss=1>"
            + "<svg/onload=window.xss=1>[[${31337*3}]]__${31337*3}__";
    /** Where a dollar begins a variable of the environment. */
    private static final String IN_FILE = EVIL.replace("$", "");

    /** What is seen of it where it is shown as text. */
    private static final String SHOWN = "<script>window.xss";

    private static final String ADDRESS = "javascript:window.xss=1";

    private static final int MAX_PAGES = 150;
    private static final int MAX_OF_A_KIND = 2;

    /** What a page could have been made to do, and what it holds that could make it. */
    private static final String FINDINGS = "() => [...(window.reports || []), ...(window.xss ? ['a script ran'] : []),"
            + " ...[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]"
            + ".filter(a => a.name.startsWith('on') || /^\\s*(javascript|data|vbscript):/i.test(a.value)"
            + " && ['href', 'src', 'action', 'formaction', 'xlink:href'].includes(a.name))"
            + ".map(a => e.outerHTML.slice(0, 200))),"
            + " ...[...document.scripts].filter(s => s.text.includes('window.xss')).map(s => 'script ' + s.text)]";

    private static final String REPORTS = "document.addEventListener('securitypolicyviolation', event =>"
            + " (window.reports = window.reports || []).push('policy: ' + event.violatedDirective + ' '"
            + " + event.blockedURI + ' ' + event.sample))";

    @TempDir
    static Path home;

    private static HttpServer chat;
    private static ManagedTocsin tocsin;

    @BeforeAll
    static void start() throws Exception {
        chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                byte[] answer = EVIL.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(404, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        chat.start();
        String host = "127.0.0.1:" + chat.getAddress().getPort();
        writeFiles("http://" + host + "/services/x");
        tocsin = ManagedTocsin.start(home, Map.of("tocsin.allowed-webhook-hosts", host));
        push();
        send("POST", "/api/v2/silences", silence());
        send("POST", "/api/v2/alerts", externalAlert());
        send("POST", "/api/tocsin/v1/tokens", json(Map.of("name", EVIL.substring(0, 90), "role", "viewer")));
        send("DELETE", "/api/v2/silence/" + encoded(EVIL), "");
        send("GET", "/login", "");
    }

    @AfterAll
    static void stop() {
        tocsin.close();
        chat.stop(0);
    }

    private static String yaml(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void writeFiles(String url) throws IOException {
        Path rules = Files.createDirectories(home.resolve("rules"));
        Files.writeString(rules.resolve("evil\"'><img src=x onerror=window.xss=1>.yml"), """
                groups:
                  - name: %1$s
                    interval: 1s
                    rules:
                      - alert: %1$s
                        expr: sum by (job, host) (count_over_time({job=~".+"} != "<script>window.xss=1</script>" [1h])) > 0
                        labels: {severity: critical, team: %1$s}
                        annotations: {summary: %1$s, description: %1$s, runbook_url: %2$s, dashboard: %2$s, other: %1$s}
                      - alert: Silenced
                        expr: sum by (host) (count_over_time({job=~".+"}[1h])) > 0
                        labels: {silenced: %1$s}
                """.formatted(
                        yaml(EVIL), yaml(ADDRESS)));
        Files.writeString(
                rules.resolve("broken<script>window.xss=1<\\script>.yml"),
                "groups: [{name: a, " + yaml(EVIL) + ": 1, rules: [{alert: b, expr: " + yaml(EVIL) + "}]}]\n");
        Files.writeString(home.resolve("contact-points.yml"), """
                contact_points:
                  - {name: chat, type: slack, settings: {url: %3$s, title: %1$s, text: %1$s}, fallback: inbox}
                  - {name: %1$s, type: slack, settings: {url: %3$s, %1$s: 1}}
                  - {name: wrong, type: %1$s, settings: {url: %2$s}}
                """.formatted(yaml(IN_FILE), yaml(ADDRESS), url));
        Files.writeString(home.resolve("policies.yml"), """
                route:
                  receiver: chat
                  group_by: [alertname, host]
                  group_wait: 0s
                  group_interval: 1s
                  routes:
                    - {matchers: [%2$s], receiver: inbox, mute_time_intervals: [%1$s]}
                    - {receiver: inbox, continue: true}
                    - {receiver: chat}
                time_intervals:
                  - {name: %1$s, time_intervals: [{years: ['2001']}]}
                """.formatted(yaml(EVIL), yaml("never=" + json(EVIL))));
        Files.writeString(
                home.resolve("datasources.yml"),
                "datasources: [{name: default, type: embedded}, {name: " + yaml(IN_FILE) + ", type: loki, url: x}]\n");
    }

    private static void push() throws Exception {
        List<List<Object>> lines = new ArrayList<>();
        long now = Instant.now().getEpochSecond() * 1_000_000_000L;
        for (int i = 0; i < 3; i++) {
            lines.add(List.of(String.valueOf(now + i), "ERROR " + EVIL + i, Map.of("trace", EVIL)));
        }
        lines.add(List.of(
                String.valueOf(now + 9),
                "java.lang.IllegalStateException: " + EVIL + "\n\tat evil.Class.method(" + EVIL + ".java:1)"));
        send(
                "POST",
                "/loki/api/v1/push",
                json(Map.of(
                        "streams",
                        List.of(Map.of(
                                "stream", Map.of("job", "ocr", "host", EVIL, "level", EVIL), "values", lines)))));
    }

    private static String silence() {
        return json(Map.of(
                "matchers",
                List.of(Map.of("name", "silenced", "value", EVIL, "isRegex", false)),
                "startsAt",
                Instant.now().toString(),
                "endsAt",
                Instant.now().plusSeconds(3_600).toString(),
                "createdBy",
                EVIL,
                "comment",
                EVIL));
    }

    private static String externalAlert() {
        return json(List.of(Map.of(
                "labels",
                Map.of("alertname", EVIL, "host", EVIL, "severity", EVIL),
                "annotations",
                Map.of("summary", EVIL, "description", EVIL, "runbook_url", ADDRESS, EVIL, EVIL),
                "generatorURL",
                ADDRESS)));
    }

    private static int send(String method, String path, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(tocsin.tocsin().uri(path))
                                .header("Authorization", "Bearer " + RunningTocsin.API_TOKEN)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void noPageRunsWhatItShows() {
        Page page =
                tocsin.logIn(new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 900));
        page.addInitScript(REPORTS);
        for (String path : List.of("/deliveries", "/inbox")) {
            page.waitForCondition(() -> {
                page.navigate(tocsin.uri(path));
                return page.locator("main").textContent().contains(SHOWN);
            });
        }
        Map<String, Integer> kinds = new HashMap<>();
        Set<String> visited = new LinkedHashSet<>();
        List<String> found = new ArrayList<>();
        Set<String> showing = new TreeSet<>();

        fillForms(page, found);
        List<String> firstPages = firstPages();
        Deque<String> ahead = new ArrayDeque<>(firstPages);
        while (!ahead.isEmpty() && visited.size() < MAX_PAGES) {
            String path = ahead.removeFirst();
            boolean isWanted = firstPages.contains(path) || kinds.merge(kind(path), 1, Integer::sum) <= MAX_OF_A_KIND;
            if (!isWanted || !visited.add(path)) {
                continue;
            }
            if (isShown(page, path) && judge(page, path, found)) {
                showing.add(kind(path));
            }
            links(page).stream().filter(link -> !visited.contains(link)).forEach(ahead::add);
            addParts(path, ahead);
        }

        assertThat(found).isEmpty();
        assertThat(tocsin.complaints())
                .filteredOn(complaint -> !complaint.contains("the server responded with a status of")
                        && !complaint.contains("does not conform to the required format"))
                .isEmpty();
        assertThat(notVisited(visited)).as("pages that were not visited").isEmpty();
        assertThat(showing)
                .as("pages that show what was stored; the others prove little")
                .contains(
                        "/",
                        "/alerts",
                        "/alerts/{key}",
                        "/rules",
                        "/rules/{id}",
                        "/silences",
                        "/silences/{id}",
                        "/deliveries/{id}",
                        "/inbox",
                        "/logs",
                        "/explain",
                        "/policies",
                        "/contact-points",
                        "/status",
                        "/audit",
                        "/tokens",
                        "/drafts",
                        "/wallboard",
                        "/backtests/{id}");
    }

    private static List<String> firstPages() {
        String evil = encoded(EVIL);
        List<String> pages = new ArrayList<>(List.of(
                "/nothing/" + encoded(EVIL.replace("/", "")),
                "/login?next=" + evil,
                "/login?error=" + evil,
                "/wallboard/open?token=" + evil));
        for (String page : List.of(
                "/",
                "/wallboard",
                "/alerts",
                "/rules",
                "/silences",
                "/contact-points",
                "/policies",
                "/deliveries",
                "/inbox",
                "/explain",
                "/logs",
                "/status",
                "/drafts",
                "/backtests",
                "/users",
                "/audit",
                "/tokens",
                "/account",
                "/watching",
                "/silences/new",
                "/contact-points/new")) {
            pages.add(page);
            pages.add(page + "?q=" + evil + "&query=" + evil + "&matcher=" + evil + "&labels=" + evil + "&file=" + evil
                    + "&by=" + evil + "&state=" + evil + "&below=" + evil + "&done=" + evil + "&name=" + evil
                    + "&from=" + evil + "&to=" + evil + "&at=" + evil + "&error=" + evil + "&period=" + evil);
        }
        pages.add("/explain?q=" + encoded("silenced=" + json(EVIL)));
        pages.add("/policies?labels=" + encoded("team=" + EVIL));
        pages.add("/logs?query=" + encoded("{job=\"ocr\"}"));
        pages.add("/logs?query=" + encoded("{job=\"ocr\"} | json | line_format " + json(EVIL)));
        pages.add("/silences/new?matcher=" + encoded("silenced=" + json(EVIL)));
        pages.add("/matchers?as=matchers&text=" + evil);
        pages.add("/matchers?as=filter&text=" + evil);
        return pages;
    }

    /** What is shown only in answer to a form. */
    private static void fillForms(Page page, List<String> found) {
        page.navigate(tocsin.uri("/drafts"));
        page.locator("textarea[name=text]").first().fill("groups: [{name: " + yaml(EVIL) + ", " + yaml(EVIL) + ": 1}]");
        page.locator("form:has(textarea[name=text]) button[type=submit]")
                .first()
                .click();
        assertThat(page.locator("#draft-problems")).isVisible();
        judge(page, "POST /drafts", found);
        page.navigate(tocsin.uri("/silences/new?matcher=" + encoded("silenced=" + json(EVIL))));
        page.locator("textarea[name=comment], input[name=comment]").first().fill(EVIL);
        page.locator("form:has([name=comment]) button[type=submit]").first().click();
        page.waitForURL(address -> !address.contains("/silences/new"));
        judge(page, "POST /silences", found);
        page.navigate(tocsin.uri("/contact-points/new"));
        page.locator("input[name=name]").fill(EVIL);
        Locator preview =
                page.locator("form:has(input[name=name]) button[type=submit]").last();
        preview.click();
        // It is when the answer is in its place.
        assertThat(preview).isEnabled();
        judge(page, "POST /contact-points", found);
        page.navigate(tocsin.uri("/rules"));
        page.locator("tbody a[href^='/rules/']").first().click();
        page.locator("#period").selectOption("1h");
        page.locator("#backtest").click();
        // At the end the page loads itself anew.
        assertThat(page.locator("#result, main .alert-danger").first()).isVisible();
        judge(page, "POST backtest", found);
    }

    /** A browser shows an answer without a body as a page of its own. */
    private static boolean isShown(Page page, String path) {
        try {
            page.navigate(tocsin.uri(path));
            return true;
        } catch (PlaywrightException e) {
            if (String.valueOf(e.getMessage()).contains("ERR_HTTP_RESPONSE_CODE_FAILURE")) {
                return false;
            }
            throw e;
        }
    }

    /** Whether the page shows the text, as text. */
    private static boolean judge(Page page, String path, List<String> found) {
        page.evaluate("() => new Promise(done => requestIdleCallback(done, {timeout: 200}))");
        List<?> findings = (List<?>) page.evaluate(FINDINGS);
        findings.forEach(finding -> found.add(path + ": " + finding));
        String text = String.valueOf(page.evaluate("() => document.body ? document.body.textContent : ''"));
        if (PRODUCT.matcher(text).find()) {
            found.add(path + ": an expression was evaluated");
        }
        return text.contains(SHOWN);
    }

    private static List<String> links(Page page) {
        List<?> links = (List<?>) page.evaluate("() => [...document.querySelectorAll('a[href^=\"/\"]')]"
                + ".map(a => a.getAttribute('href')).filter(link => !link.startsWith('/css') && !link.includes('#'))");
        return links.stream().map(String::valueOf).toList();
    }

    /** What scripts of pages ask for. */
    private static void addParts(String path, Deque<String> ahead) {
        String plain = path.replaceAll("\\?.*", "");
        if (Set.of("/rules/{id}", "/alerts/{key}", "/backtests/{id}").contains(kind(path))) {
            ahead.add(plain + "/values");
        }
        if (kind(path).equals("/alerts/{key}")) {
            ahead.add(plain + "/lines");
        }
        if (kind(path).equals("/rules/{id}")) {
            ahead.add(plain + "/backtest");
            ahead.add(plain + "/message");
        }
        if (kind(path).equals("/silences/{id}") || kind(path).equals("/contact-points/{name}")) {
            ahead.add(plain + "/edit");
        }
    }

    /** The pattern of the route that a path belongs to. */
    private static String kind(String path) {
        PathContainer container = PathContainer.parsePath(path.replaceAll("\\?.*", ""));
        return patterns().stream()
                .filter(pattern -> pattern.matches(container))
                .sorted()
                .findFirst()
                .map(PathPattern::getPatternString)
                .orElse(path);
    }

    private static List<PathPattern> patterns() {
        return tocsin.tocsin().beans(RequestMappingHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
                .filter(route -> route.getValue().getBeanType().getName().startsWith("io.tocsin.web."))
                .map(Map.Entry::getKey)
                .filter(route -> route.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(route -> route.getPatternsCondition().getPatterns().stream())
                .filter(pattern -> !pattern.getPatternString().equals("/events"))
                .toList();
    }

    private static List<String> notVisited(Set<String> visited) {
        Set<String> kinds = new TreeSet<>();
        visited.forEach(path -> kinds.add(kind(path)));
        return patterns().stream()
                .map(PathPattern::getPatternString)
                .filter(pattern -> !kinds.contains(pattern))
                .toList();
    }
}
