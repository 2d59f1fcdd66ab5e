package io.tocsin.web.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ChatTextTest {

    @Test
    void printsASlackMessageWithoutItsMarkup() {
        ChatView view = SlackView.of(new JsonMapper().readTree("""
                {"text": "[FIRING] OcrErrors",
                 "attachments": [{"color": "#d63232", "blocks": [
                   {"type": "header", "text": {"type": "plain_text", "text": "OcrErrors"}},
                   {"type": "section", "text": {"type": "mrkdwn", "text": "*12* errors &gt; `5`"}},
                   {"type": "section", "fields": [
                     {"type": "mrkdwn", "text": "*Since*\\n<!date^1754000000^{date_short} {time}|x>"}]},
                   {"type": "section", "text": {"type": "mrkdwn", "text": "```ERROR a\\nERROR b```"}},
                   {"type": "context", "elements": [
                     {"type": "mrkdwn", "text": "<https://gw/a|Details> · <!here>"}]}]}]}
                """));

        assertThat(new ChatText(ZoneOffset.UTC).print(view)).isEqualTo("""
                [FIRING] OcrErrors
                OcrErrors
                12 errors > 5
                Since: 2025-07-31 22:13:20
                  | ERROR a
                  | ERROR b
                Details https://gw/a · @here""");
    }
}
