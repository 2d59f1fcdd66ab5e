package io.tocsin.contactpoint.http;

import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts texts together that come in several frames; a character may be cut in two. */
final class FrameText {

    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    /** The text that is whole with this frame. */
    Optional<String> add(WebSocketFrame frame) {
        if (!(frame instanceof TextWebSocketFrame) && !(frame instanceof ContinuationWebSocketFrame)) {
            return Optional.empty();
        }
        try {
            frame.content()
                    .getBytes(
                            frame.content().readerIndex(),
                            begun,
                            frame.content().readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        if (begun.size() > MAX_BYTES) {
            throw new IllegalStateException("a text of more than " + MAX_BYTES + " bytes");
        }
        if (!frame.isFinalFragment()) {
            return Optional.empty();
        }
        String text = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        return Optional.of(text);
    }
}
