package io.tocsin.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.tocsin.alert.store.AlertInstances;
import io.tocsin.rule.file.RuleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DraftPageIT extends WatchedPages {

    @Test
    void evaluatesAChangedRuleAndHandsBackTheDiffWithoutWritingAnything() throws IOException {
        Page page = watched.desktop();
        String address = watched.tocsin().bean(RuleCatalog.class).snapshot().groups().stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> rule.name().equals("OcrErrors"))
                .map(rule -> RuleAddress.path(rule.key()))
                .findFirst()
                .orElseThrow();
        watched.open(page, address);
        page.locator("#draft").click();
        assertThat(page.locator("#text")).hasValue(WatchedTocsin.RULES);
        page.locator("#text")
                .fill(WatchedTocsin.RULES.replace("\"> 2\"", "\"> 3\"").replace("OCR reports errors", "OCR draft"));
        page.locator("#check").click();

        assertThat(page.locator("#draft-trials .fw-semibold").first()).hasText("OcrErrors");
        assertThat(page.locator("#draft-trials tbody tr")).hasCount(1);
        assertThat(page.locator("#draft-trials tbody")).containsText("host=server1");
        assertThat(page.locator("#draft-trials")).containsText("OCR draft");
        assertThat(page.locator("#draft-trials")).not().containsText("OcrQuiet");
        assertThat(page.locator("#draft-diff")).containsText("-        condition: \"> 2\"");
        assertThat(page.locator("#draft-diff")).containsText("+        condition: \"> 3\"");
        TestBrowser.shoot(page, "draft");

        Download download = page.waitForDownload(() -> page.locator("#diff").click());
        assertThat(download.suggestedFilename()).isEqualTo("ocr.yml.diff");
        assertThat(Files.readString(download.path())).startsWith("--- a/ocr.yml\n+++ b/ocr.yml\n@@ ");
        assertThat(Files.readString(home.resolve("rules/ocr.yml"))).isEqualTo(WatchedTocsin.RULES);
        assertThat(watched.tocsin().bean(AlertInstances.class).findActive())
                .noneMatch(instance -> instance.annotations().containsValue("OCR draft"));
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void pointsAtEachProblemAndLeadsToItsPlace() {
        Page page = watched.desktop();
        watched.open(page, "/drafts?file=ocr.yml");
        page.locator("#text").fill(WatchedTocsin.RULES.replace("for: 1m", "for: soon"));
        page.locator("#check").click();

        assertThat(page.locator("#draft-problems")).containsText("ocr.yml:14:14:");
        assertThat(page.locator("#draft-problems .caret")).containsText("for: soon");
        assertThat(page.locator("#draft-problems .caret")).containsText("^");
        page.locator("#draft-problems button").click();
        assertThat(page.locator("#text")).isFocused();
        assertThat(page.evaluate("String(window.getSelection())")).isEqualTo("soon");
        assertThat(watched.browser().complaints()).isEmpty();
    }

    @Test
    void triesADraftOnThePastWithoutJavaScript() {
        Page page =
                watched.logIn(new Browser.NewContextOptions().setLocale("en-GB").setJavaScriptEnabled(false));
        watched.open(page, "/drafts");
        page.locator("#file").fill("../escape.yml");
        page.locator("#check").press("Enter");
        assertThat(page.locator("#draft-result [role=alert]")).containsText("would not be read");
        assertThat(page.locator("#file")).hasValue("../escape.yml");

        page.locator("#file").fill("team/new.yml");
        page.locator("#text").fill(WatchedTocsin.RULES.replace("OcrErrors", "FromADraft"));
        page.locator("#period").selectOption("1h");
        page.locator("#backtest").press("Enter");

        assertThat(page.locator("#result")).isVisible();
        assertThat(page.locator("#firings")).containsText("FromADraft");
    }

    @Test
    void fitsAPhoneInKoreanAndDark() {
        Page page = watched.phone();
        watched.open(page, "/drafts?file=ocr.yml");
        page.locator("#text").fill(WatchedTocsin.RULES.replace("\"> 2\"", "\"> 1\""));
        page.locator("#check").click();

        assertThat(page.locator("#draft-diff")).isVisible();
        assertThat(page.locator("h1")).hasText("초안 테스트");
        TestBrowser.shoot(page, "draft-ko-dark-390");
        assertThat(WatchedTocsin.overflows(page)).isFalse();
        assertThat(watched.browser().complaints()).isEmpty();
    }
}
