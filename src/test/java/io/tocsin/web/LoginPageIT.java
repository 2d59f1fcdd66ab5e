package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.tocsin.RunningTocsin;
import io.tocsin.access.Role;
import io.tocsin.security.UserAccounts;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Who somebody is: the login and the page of one's own account. The last test is slowed down for guessing. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoginPageIT {

    private static final String PASSWORD = "correct horse battery";
    private static final String NEW_PASSWORD = "horse battery staple";

    @TempDir
    static Path home;

    private static TestBrowser browser;
    private static RunningTocsin tocsin;

    @BeforeAll
    static void start() {
        browser = TestBrowser.start();
        tocsin = RunningTocsin.start(home, Map.of());
        assertThat(tocsin.bean(UserAccounts.class).create("ann", PASSWORD, Role.RESPONDER))
                .isEmpty();
    }

    @AfterEach
    void closePages() {
        browser.closePages();
    }

    @AfterAll
    static void stop() {
        browser.close();
        tocsin.close();
    }

    private static void logIn(Page page, String password) {
        page.navigate(tocsin.uri("/login").toString());
        page.locator("#username").fill("ann");
        page.locator("#password").fill(password);
        page.locator("#password").press("Enter");
    }

    @Test
    @Order(1)
    void changesTheOwnPasswordAndKeepsWhatOneHasChosenForTheNextLogin() {
        Page desktop =
                browser.open(new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId("Asia/Seoul"));
        logIn(desktop, PASSWORD);
        assertThat(desktop.locator("h1")).hasText("Overview");
        Page phone = browser.open(new Browser.NewContextOptions()
                .setLocale("ko-KR")
                .setViewportSize(390, 844)
                .setColorScheme(ColorScheme.DARK)
                .setJavaScriptEnabled(false));
        logIn(phone, PASSWORD);
        phone.navigate(tocsin.uri("/account").toString());
        assertThat(phone.locator("h1")).hasText("내 계정 ann");
        assertThat(phone.locator("#sessions tbody tr")).hasCount(2);

        changePassword(phone, "not the password");
        assertThat(phone.locator("#problem")).isVisible();
        assertThat(phone.locator("#sessions tbody tr")).hasCount(2);
        changePassword(phone, PASSWORD);
        assertThat(phone.locator("main [role=status]")).containsText("비밀번호를 바꿨습니다");
        assertThat(phone.locator("#sessions tbody tr")).hasCount(1);
        desktop.navigate(tocsin.uri("/alerts").toString());
        assertThat(desktop.locator("#password")).isVisible();

        logIn(desktop, NEW_PASSWORD);
        assertThat(desktop.locator("h1")).hasText("Overview");
        // The page is loaded anew when the choice is stored.
        desktop.evaluate("document.documentElement.dataset.before = 'yes'");
        desktop.locator("[data-zone-switch]").selectOption("UTC");
        assertThat(desktop.locator("html[data-before]")).hasCount(0);
        desktop.locator("form[action='/language'] button").click();
        assertThat(desktop.locator("h1")).hasText("개요");
        Page elsewhere =
                browser.open(new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId("Asia/Seoul"));
        logIn(elsewhere, NEW_PASSWORD);
        assertThat(elsewhere.locator("h1")).hasText("개요");
        assertThat(elsewhere.locator("[data-zone-switch]")).hasValue("UTC");
        assertThat(browser.complaints()).isEmpty();
    }

    private static void changePassword(Page page, String old) {
        page.locator("#old").fill(old);
        page.locator("#password").fill(NEW_PASSWORD);
        page.locator("#password").press("Enter");
    }

    @Test
    @Order(2)
    void logsInAndOutInBothLanguages() {
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

        for (int tries = 0; tries < 15 && page.locator("#password").count() > 0; tries++) {
            page.locator("#username").fill("nobody");
            page.locator("#password").fill("guess " + tries);
            page.locator("form[action='/login'] button[type=submit]").click();
            page.waitForFunction(
                    "() => document.readyState === 'complete' && document.querySelector('#username')?.value !== 'nobody'");
        }
        assertThat(page.locator("h1")).containsText("429");
        assertThat(page.locator("main")).containsText("로그인에 여러 번 실패했습니다");
    }
}
