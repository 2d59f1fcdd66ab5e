package io.tocsin.contactpoint.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.secret.Secret;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DiscordSignatureTest {

    /** RFC 8032, 7.1, test 3: the message is af82. */
    private static final Secret KEY = new Secret("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");

    private static final String SIGNATURE = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

    @Test
    void isTheOneOfTheStandard() {
        byte[] message = HexFormat.of().parseHex("af82");

        assertThat(DiscordSignature.isOf(KEY, "", message, SIGNATURE)).isTrue();
        assertThat(DiscordSignature.isOf(KEY, "1", message, SIGNATURE)).isFalse();
        assertThat(DiscordSignature.isOf(KEY, "", message, SIGNATURE.replace('a', 'b')))
                .isFalse();
        assertThat(DiscordSignature.isOf(KEY, "", message, "zz".repeat(64))).isFalse();
        assertThat(DiscordSignature.isOf(KEY, "", message, "")).isFalse();
        assertThat(DiscordSignature.isOf(new Secret("00".repeat(31)), "", message, SIGNATURE))
                .isFalse();
        assertThat(DiscordSignature.isOf(new Secret("ff".repeat(32)), "", message, SIGNATURE))
                .isFalse();
    }
}
