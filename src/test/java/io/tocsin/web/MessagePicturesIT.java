package io.tocsin.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.tocsin.contactpoint.GoldenSituations;
import io.tocsin.web.chat.ChatPart;
import io.tocsin.web.chat.ChatSpan;
import io.tocsin.web.chat.ChatView;
import io.tocsin.web.chat.DiscordView;
import io.tocsin.web.chat.SlackView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes the pictures in docs/screenshots/messages of golden payloads: both chats side by side, in both languages. */
@Tag("screenshots")
class MessagePicturesIT {

    private static final Path PICTURES =
            Path.of(System.getProperty("screenshots.directory", "docs/screenshots"), "messages");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final List<String> SITUATIONS = List.of(
            "firing-1",
            "trace",
            "around",
            "folded",
            "many-traces",
            "trend",
            "resolved",
            "some-resolved",
            "acknowledged",
            "storm");
    private static final String STYLE = """
            body{margin:0;padding:16px;background:#e8e8ea;font:14px/1.45 "Noto Sans KR","Noto Sans CJK KR",sans-serif}
            .row{display:flex;gap:16px;align-items:flex-start}
            .chat{width:620px;padding:12px 16px;border-radius:6px;overflow-wrap:anywhere}
            .slack{background:#fff;color:#1d1c1d}.discord{background:#313338;color:#dbdee1}
            .name{font-weight:700}.app{font-size:10px;padding:0 4px;border-radius:3px;background:#ddd;color:#555}
            .discord .app{background:#5865f2;color:#fff}
            .card{border-left:4px solid #d63232;padding:4px 12px;margin-top:6px}
            .discord .card{background:#2b2d31;border-radius:4px;padding:8px 12px}
            .resolved{border-color:#2eb67d}.warning{border-color:#e8912d}.info{border-color:#8a8a8a}
            .header{font-weight:700;font-size:16px}.context{font-size:12px;color:#616061}.discord .context{color:#949ba4}
            .text{white-space:pre-wrap}.fields{display:flex;flex-wrap:wrap;gap:4px 32px;white-space:pre-wrap}
            code{font:12px monospace;background:#f2f2f2;color:#c01343;padding:1px 3px;border-radius:3px}
            .discord code{background:#1e1f22;color:#dbdee1}
            pre{font:11px/1.4 monospace;background:#f8f8f8;border:1px solid #ddd;border-radius:4px;padding:6px;margin:4px 0;white-space:pre-wrap}
            .discord pre{background:#1e1f22;border-color:#1e1f22}
            a{color:#1264a3;text-decoration:none}.discord a{color:#00a8fc}hr{border:0;border-top:1px solid #ddd}
            """;

    @Test
    void takesAPictureOfEachSituation() throws IOException {
        Files.createDirectories(PICTURES);
        assertThat(GoldenSituations.names()).containsAll(SITUATIONS);
        try (TestBrowser browser = TestBrowser.start()) {
            for (String situation : SITUATIONS) {
                for (String suffix : List.of("", "-ko")) {
                    take(browser, situation + suffix);
                }
            }
        }
    }

    private static void take(TestBrowser browser, String name) throws IOException {
        String html = "<!DOCTYPE html><meta charset=utf-8><style>" + STYLE + "</style><div class=row>"
                + chat("slack", SlackView.of(payload("slack", name)))
                + chat("discord", DiscordView.of(payload("discord", name)))
                + "</div>";
        Page page = browser.open(new Browser.NewContextOptions().setViewportSize(1_340, 400));
        page.setContent(html);
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
        page.close();
    }

    private static JsonNode payload(String chat, String name) throws IOException {
        return JsonMapper.builder().build().readTree(Files.readString(GOLDEN.resolve(chat + "/" + name + ".json")));
    }

    private static String chat(String chat, ChatView view) {
        String headline = view.headline().isEmpty() ? "" : "<div class=text>" + spans(view.headline()) + "</div>";
        String cards = view.cards().stream()
                .map(card -> "<div class='card " + card.tone() + "'>"
                        + card.parts().stream().map(MessagePicturesIT::part).collect(Collectors.joining()) + "</div>")
                .collect(Collectors.joining());
        return "<div class='chat " + chat + "'><span class=name>Tocsin</span> <span class=app>APP</span>" + headline
                + cards + "</div>";
    }

    private static String part(ChatPart part) {
        return switch (part.kind()) {
            case HEADER -> "<div class=header>" + spans(part.spans()) + "</div>";
            case DIVIDER -> "<hr>";
            case CONTEXT -> "<div class='context text'>" + spans(part.spans()) + "</div>";
            case FIELDS ->
                "<div class=fields>"
                        + part.fields().stream()
                                .map(field -> "<div>" + spans(field) + "</div>")
                                .collect(Collectors.joining())
                        + "</div>";
            case TEXT -> "<div class=text>" + spans(part.spans()) + "</div>";
        };
    }

    private static String spans(List<ChatSpan> spans) {
        return spans.stream().map(MessagePicturesIT::span).collect(Collectors.joining());
    }

    private static String span(ChatSpan span) {
        String text = HtmlUtils.htmlEscape(span.text());
        return switch (span.kind()) {
            case BOLD -> "<b>" + text + "</b>";
            case CODE -> "<code>" + text + "</code>";
            case BLOCK -> "<pre>" + text + "</pre>";
            case LINK -> "<a href='#'>" + text + "</a>";
            case MENTION, TIME, TEXT -> text;
        };
    }
}
