package io.tocsin.web;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.tocsin.RunningTocsin;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertEvent;
import io.tocsin.alert.AlertId;
import io.tocsin.alert.AlertInstance;
import io.tocsin.alert.InstanceState;
import io.tocsin.alert.InstanceTimes;
import io.tocsin.alert.RuleReference;
import io.tocsin.alert.store.AlertEventLog;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.label.Labels;
import io.tocsin.rule.EvidenceSettings;
import io.tocsin.rule.GroupKey;
import io.tocsin.rule.RuleKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A running Tocsin with a browser that is logged in, and alerts that fire without a rule. */
final class ManagedTocsin implements AutoCloseable {

    private final RunningTocsin tocsin;
    private final TestBrowser browser;

    private ManagedTocsin(RunningTocsin tocsin, TestBrowser browser) {
        this.tocsin = tocsin;
        this.browser = browser;
    }

    static ManagedTocsin start(Path home, Map<String, String> properties) {
        TestBrowser browser = TestBrowser.start();
        try {
            return new ManagedTocsin(RunningTocsin.start(home, properties), browser);
        } catch (RuntimeException e) {
            browser.close();
            throw e;
        }
    }

    /** A page of the administrator, with cookies of its own. */
    Page logIn(Browser.NewContextOptions options) {
        return browser.openLoggedIn(tocsin, options);
    }

    /** A page of somebody who is not logged in. */
    Page stranger(Browser.NewContextOptions options) {
        return browser.open(options);
    }

    /** The labels are {@code alertname}, {@code host} and {@code severity}. */
    Alert fire(String name, String host) {
        return fire(name, host, "critical");
    }

    Alert fire(String name, String host, String severity) {
        Instant at = tocsin.bean(Clock.class).instant().truncatedTo(ChronoUnit.MILLIS);
        Labels labels = Labels.of("alertname", name, "host", host, "severity", severity);
        RuleKey key = new RuleKey(
                new GroupKey("ocr.yml", "jobs"), name, Labels.empty().fingerprint());
        RuleReference rule = new RuleReference(
                key,
                "sum by (host) (count_over_time({job=\"ocr\"} |= \"ERROR\" [5m])) > 0",
                "> 0",
                "default",
                Duration.ofSeconds(10),
                EvidenceSettings.DEFAULT,
                List.of());
        TreeMap<String, String> annotations = new TreeMap<>(Map.of("summary", name + " fails on " + host));
        Alert alert = new Alert(new AlertId(key, labels.fingerprint(), at), labels, annotations, at, at, 3.5, rule);
        AlertInstance instance = new AlertInstance(
                key, labels, InstanceState.FIRING, InstanceTimes.firing(at, at, at), 3.5, annotations);
        tocsin.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            tocsin.bean(AlertInstances.class).save(List.of(instance));
            tocsin.bean(AlertEventLog.class).append(List.of(new AlertEvent.Fired(alert, false)));
        });
        return alert;
    }

    /** What the administrator may do from the next login on. */
    void changeRole(String role) {
        tocsin.bean(JdbcClient.class)
                .sql("update app_user set role = :role where name = 'admin'")
                .param("role", role)
                .update();
        browser.forgetLogin();
    }

    /** For tests that share it: the administrator may do everything again, and nothing is silenced nor complained of. */
    void tidyUp() {
        browser.forget();
        changeRole("ADMIN");
        JdbcClient jdbc = tocsin.bean(JdbcClient.class);
        List.of("silence_suppression", "silence_change", "silence")
                .forEach(table -> jdbc.sql("delete from " + table).update());
    }

    void closePages() {
        browser.closePages();
    }

    RunningTocsin tocsin() {
        return tocsin;
    }

    String uri(String path) {
        return tocsin.uri(path).toString();
    }

    List<String> complaints() {
        return browser.complaints();
    }

    @Override
    public void close() {
        browser.close();
        tocsin.close();
    }
}
