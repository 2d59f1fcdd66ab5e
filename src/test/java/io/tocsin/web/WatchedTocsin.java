package io.tocsin.web;

import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.RunningTocsin;
import io.tocsin.alert.store.RuleRecords;
import io.tocsin.rule.AlertRule;
import io.tocsin.rule.RuleKey;
import io.tocsin.rule.file.RuleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Tocsin whose first rule fires on log lines that were pushed to it, and a browser that is logged in. */
final class WatchedTocsin implements AutoCloseable {

    /** The first window is longer than the tests of a class take on a slow machine, and shorter than the half hour of one of them. */
    static final String RULES = """
            groups:
              - name: ocr
                interval: 1s
                rules:
                  - alert: OcrErrors
                    expr: sum by (job, host) (count_over_time({job="ocr"} |= "ERROR" [20m]))
                    condition: "> 2"
                    labels: {severity: critical}
                    annotations:
                      summary: "OCR reports errors"
                      description: "{{value}} errors on {{labels.host}}"
                  - alert: OcrQuiet
                    expr: sum(count_over_time({job="ocr"} |= "PANIC" [5m])) > 5
                    for: 1m
              - name: elsewhere
                interval: 1s
                incremental: true
                rules:
                  - alert: AsksNobody
                    expr: sum by (code) (count_over_time({job="ocr"} | json [5m])) > 5
            """;

    private static final double DESKTOP_WIDTH = 1280;

    private final TestBrowser browser;
    private RunningTocsin tocsin;

    private WatchedTocsin(RunningTocsin tocsin, TestBrowser browser) {
        this.tocsin = tocsin;
        this.browser = browser;
    }

    static WatchedTocsin start(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home.resolve("rules"));
        Files.writeString(home.resolve("rules/ocr.yml"), RULES);
        TestBrowser browser = TestBrowser.start();
        WatchedTocsin started = new WatchedTocsin(run(home), browser);
        started.push("ERROR page 17 cannot be read", "server1", 5);
        started.push("WARN slow page", "server1", 2);
        started.awaitGrouped(1);
        return started;
    }

    /**
     * Waits until so many alerts have fired and been grouped, and every rule has been evaluated: not every page follows by
     * itself what happens after it was opened.
     */
    void awaitGrouped(int alerts) {
        JdbcClient jdbc = tocsin.bean(JdbcClient.class);
        await().until(() -> jdbc.sql("select count(*) from notification_member")
                                .query(Integer.class)
                                .single()
                        >= alerts
                && evaluatedRules().containsAll(rules()));
    }

    private Set<RuleKey> rules() {
        return tocsin.bean(RuleCatalog.class).snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .map(AlertRule::key)
                .collect(Collectors.toSet());
    }

    private Set<RuleKey> evaluatedRules() {
        return tocsin.bean(RuleRecords.class).summaries().stream()
                .map(RuleRecords.Summary::key)
                .collect(Collectors.toSet());
    }

    private static RunningTocsin run(Path home) {
        return RunningTocsin.start(home, Map.of("tocsin.loki-password", "never-shown-1"));
    }

    void stop() {
        tocsin.close();
    }

    /** After {@link #stop}: with the same folders, at another port. */
    void startAgain() {
        tocsin = run(tocsin.home());
    }

    RunningTocsin tocsin() {
        return tocsin;
    }

    TestBrowser browser() {
        return browser;
    }

    /** Pushes the line so many times, with increasing times. */
    void push(String line, String host, int count) {
        push(line, host, count, Instant.now());
    }

    /** The same with a time of the past. */
    void push(String line, String host, int count, Instant now) {
        push(IntStream.range(0, count).mapToObj(i -> line + ' ' + i).toList(), host, now);
    }

    void push(List<String> lines, String host, Instant now) {
        tocsin.push(Map.of("job", "ocr", "host", host), now, lines);
    }

    /** The path of the page of a rule. */
    String pathOfRule(String alert) {
        return tocsin.bean(RuleCatalog.class).snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> rule.name().equals(alert))
                .map(rule -> RuleAddress.path(rule.key()))
                .findFirst()
                .orElseThrow();
    }

    Page desktop() {
        return logIn(new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setTimezoneId("Asia/Seoul")
                .setViewportSize((int) DESKTOP_WIDTH, 900));
    }

    Page phone() {
        return logIn(new Browser.NewContextOptions()
                .setLocale("ko-KR")
                .setTimezoneId("Asia/Seoul")
                .setColorScheme(ColorScheme.DARK)
                .setViewportSize(390, 844));
    }

    /** A page with cookies of its own, on the overview. */
    Page logIn(Browser.NewContextOptions options) {
        Page page = browser.openLoggedIn(tocsin, options);
        open(page, "/");
        return page;
    }

    void open(Page page, String path) {
        page.navigate(tocsin.uri(path).toString());
    }

    /** Whether the page is wider than the window, so that a phone would scroll sideways. */
    static boolean overflows(Page page) {
        return (Boolean) page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1");
    }

    @Override
    public void close() {
        browser.close();
        tocsin.close();
    }
}
