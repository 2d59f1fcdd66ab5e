package io.tocsin.datasource.http;

import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.nio.charset.StandardCharsets;

/** What a data source said, short enough for a page and a chat message. */
public final class Excerpt {

    private static final int MAX_CODE_POINTS = 400;
    private static final int SHOWN_BYTES = 200;

    private Excerpt() {}

    /** The text on one line, without control characters, cut to a few hundred characters. */
    public static String of(String text) {
        return CodePoints.cut(CleanText.singleLine(text), MAX_CODE_POINTS);
    }

    /** How a body begins, for people to recognise a login page or a proxy; empty for an empty body. */
    public static String beginning(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, SHOWN_BYTES), StandardCharsets.UTF_8);
        return body.length == 0 ? "" : "; it begins with: " + of(text);
    }
}
