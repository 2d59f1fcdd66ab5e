package io.tocsin.contactpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrameTextTest {

    private static final byte[] TEXT = "{\"text\": \"경보 🔥\"}".getBytes(StandardCharsets.UTF_8);

    private final FrameText texts = new FrameText();

    @Test
    void aFrameThatIsWholeIsAText() {
        assertThat(texts.add(new TextWebSocketFrame("one"))).contains("one");
        assertThat(texts.add(new TextWebSocketFrame("two"))).contains("two");
    }

    @Test
    void aTextMayBeCutAnywhereAlsoWithinACharacter() {
        for (int first = 0; first <= TEXT.length; first++) {
            for (int second = first; second <= TEXT.length; second++) {
                assertThat(texts.add(text(false, 0, first))).isEmpty();
                assertThat(texts.add(more(false, first, second))).isEmpty();
                assertThat(texts.add(more(true, second, TEXT.length)))
                        .as("cut at %s and %s", first, second)
                        .contains(new String(TEXT, StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void otherFramesMayStandBetweenThePartsOfAText() {
        assertThat(texts.add(text(false, 0, 10))).isEmpty();
        assertThat(texts.add(new PingWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {1}))))
                .isEmpty();
        assertThat(texts.add(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {2}))))
                .isEmpty();
        assertThat(texts.add(more(true, 10, TEXT.length))).contains(new String(TEXT, StandardCharsets.UTF_8));
    }

    @Test
    void aTextThatNeverEndsIsRefused() {
        byte[] part = new byte[1024 * 1024];
        assertThat(texts.add(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(part))))
                .isEmpty();
        for (int i = 0; i < 3; i++) {
            assertThat(texts.add(new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(part))))
                    .isEmpty();
        }

        assertThatThrownBy(() -> texts.add(new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(part))))
                .isInstanceOf(IllegalStateException.class);
    }

    private static WebSocketFrame text(boolean isFinal, int from, int to) {
        return new TextWebSocketFrame(isFinal, 0, Unpooled.wrappedBuffer(Arrays.copyOfRange(TEXT, from, to)));
    }

    private static WebSocketFrame more(boolean isFinal, int from, int to) {
        return new ContinuationWebSocketFrame(isFinal, 0, Unpooled.wrappedBuffer(Arrays.copyOfRange(TEXT, from, to)));
    }
}
