package io.tocsin.datasource.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyBytesTest {

    private final BodyBytes body = new BodyBytes();

    private static ByteBuf part(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private String whole() {
        return new String(body.whole(), StandardCharsets.UTF_8);
    }

    @Test
    void isEmptyWithoutParts() {
        assertThat(whole()).isEmpty();
        assertThat(body.size()).isZero();
    }

    @Test
    void isAllParts() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String text = "part " + i + ";";
            body.add(part(text), text.length());
            all.append(text);
        }

        assertThat(whole()).isEqualTo(all.toString());
        assertThat(body.size()).isEqualTo(all.length());
    }

    @Test
    void takesNoMoreOfAPartThanItIsTold() {
        body.add(part("abc"), 3);
        body.add(part("defgh"), 2);

        assertThat(whole()).isEqualTo("abcde");
    }

    /** What was read of a part before is not a part of the answer. */
    @Test
    void beginsWhereThePartWasReadTo() {
        ByteBuf part = part("xxabc");
        part.skipBytes(2);

        body.add(part, 3);

        assertThat(whole()).isEqualTo("abc");
    }
}
