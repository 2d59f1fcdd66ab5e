package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.tocsin.standin.SlackStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody with an empty directory and a webhook address, who reads Korean and does what the pages say, nothing else. */
class NewcomerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path home;

    @Test
    void getsFromTheFirstPageToADeliveredAlertWithOnlyWhatThePagesSay() throws Exception {
        try (SlackStandIn slack = new SlackStandIn();
                ManagedTocsin tocsin = ManagedTocsin.start(
                        home,
                        Map.of(
                                "tocsin.allowed-webhook-hosts",
                                "127.0.0.1:" + slack.port(),
                                "tocsin.embedded.max-bytes",
                                "16777216"))) {
            Page page = tocsin.logIn(
                    new Browser.NewContextOptions().setLocale("ko-KR").setViewportSize(1280, 900));
            page.navigate(tocsin.uri("/"));
            assertThat(page.locator("#first-steps")).containsText("처음 할 일");
            TestBrowser.shoot(page, "first-steps-ko");

            String push = page.locator("#push").textContent();
            run(push);
            assertThat(page.locator("[data-step=data]")).hasAttribute("data-done", "true");

            page.locator("[data-new=slack]").click();
            page.locator("#name").fill("운영팀");
            page.locator("#url").fill(slack.webhookUrl());
            page.locator("#save").click();
            assertThat(page.locator("h1")).containsText("운영팀");

            page.navigate(tocsin.uri("/"));
            Path policies = Path.of(page.locator("#policies-file").textContent());
            Files.writeString(policies, page.locator("#route").textContent());
            assertThat(page.locator("[data-step=route]")).hasAttribute("data-done", "true");
            TestBrowser.shoot(page, "first-steps-last-ko");
            page.locator("#go-test").click();
            page.locator("#test").click();
            page.locator("form[action$='/test'] button").click();
            assertThat(page.locator("#test-result")).isVisible();

            page.navigate(tocsin.uri("/"));
            page.locator("[data-sample=errors]").click();
            assertThat(page.locator("#text"))
                    .hasValue(java.util.regex.Pattern.compile("job = hello[\\s\\S]*by \\(job, host\\)"));
            page.locator("#check").click();
            assertThat(page.locator("#draft-trials")).containsText("ErrorLines");
            Path file = Path.of(page.locator("#target").textContent());
            TestBrowser.shoot(page, "first-draft-ko");
            Download download =
                    page.waitForDownload(() -> page.locator("#save-file").click());
            Files.copy(download.path(), file);
            // Programs go on logging, and the rule looks at the last minutes only.
            run(push);

            await().atMost(PATIENCE).until(() -> accepted(slack).stream().anyMatch(body -> body.contains("오류 로그")));
            page.navigate(tocsin.uri("/"));
            assertThat(page.locator("#first-steps")).hasCount(0);
            assertThat(page.locator("#live")).containsText("ErrorLines");
            assertThat(tocsin.complaints()).isEmpty();
            assertThat(slack.refused()).isEmpty();
        }
    }

    private static List<String> accepted(SlackStandIn slack) {
        return slack.accepted().stream().map(one -> one.body().toString()).toList();
    }

    /** As a shell does it. */
    private static void run(String command) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        assertThat(shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("error");
        assertThat(shell.exitValue()).isZero();
    }
}
