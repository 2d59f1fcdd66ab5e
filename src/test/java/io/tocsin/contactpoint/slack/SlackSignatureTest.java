package io.tocsin.contactpoint.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlackSignatureTest {

    private static final Secret KEY = new Secret("8f742231b10e8888abcd99yyyzzz85a5");

    /** The example of docs.slack.dev/authentication/verifying-requests-from-slack. */
    private static final byte[] BODY = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                    + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
                    + "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
            .getBytes(StandardCharsets.UTF_8);

    private static final String SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    @Test
    void isTheOneOfTheDocumentation() {
        assertThat(SlackSignature.isOf(KEY, "1531420618", BODY, SIGNATURE)).isTrue();
        assertThat(SlackSignature.isOf(KEY, "1531420619", BODY, SIGNATURE)).isFalse();
        assertThat(SlackSignature.isOf(new Secret("other"), "1531420618", BODY, SIGNATURE))
                .isFalse();
        assertThat(SlackSignature.isOf(KEY, "1531420618", BODY, null)).isFalse();
    }

    @Test
    void countsForFiveMinutes() {
        Instant at = Instant.ofEpochSecond(1_531_420_618);

        assertThat(SlackSignature.isFresh("1531420618", at.plusSeconds(300))).isTrue();
        assertThat(SlackSignature.isFresh("1531420618", at.plusSeconds(301))).isFalse();
        assertThat(SlackSignature.isFresh("1531420618", at.minusSeconds(301))).isFalse();
        assertThat(SlackSignature.isFresh("-1", at)).isFalse();
        assertThat(SlackSignature.isFresh(null, at)).isFalse();
        assertThat(SlackSignature.isFresh("99999999999999", at)).isFalse();
    }
}
