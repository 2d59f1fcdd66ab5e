package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.tocsin.RunningTocsin;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginPageIT {

    @TempDir
    Path home;

    @Test
    void logsInAndOutInBothLanguages() {
        try (RunningTocsin tocsin = RunningTocsin.start(home, Map.of());
                TestBrowser browser = TestBrowser.start()) {
            Page page = browser.open(new Browser.NewContextOptions().setLocale("ko-KR"));
            page.navigate(tocsin.uri("/").toString());
            TestBrowser.shoot(page, "login-ko");
            assertThat(page.locator("button[type=submit]")).hasText("로그인");

            page.locator("#password").fill("wrong");
            page.locator("button[type=submit]").click();
            assertThat(page.locator("[role=alert]")).isVisible();

            page.locator("#password").fill(RunningTocsin.ADMIN_PASSWORD);
            page.locator("button[type=submit]").click();
            assertThat(page.locator("h1")).hasText("개요");

            page.locator("form[action='/logout'] button").click();
            assertThat(page.locator("#password")).isVisible();
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
