package io.tocsin.web.chat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** A message as plain text, for a console. */
public final class ChatText {

    private final DateTimeFormatter times;

    /** @param zone in which moments are printed */
    public ChatText(ZoneId zone) {
        this.times =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /** Lines without markup; links stand behind their text. */
    public String print(ChatView view) {
        StringJoiner lines = new StringJoiner("\n");
        add(print(view.headline()), lines);
        for (ChatView.Card card : view.cards()) {
            for (ChatPart part : card.parts()) {
                add(print(part.spans()), lines);
                part.fields().forEach(field -> add(print(field).replace("\n", ": "), lines));
            }
        }
        return lines.toString();
    }

    private static void add(String text, StringJoiner lines) {
        text.lines().filter(line -> !line.isBlank()).forEach(lines::add);
    }

    private String print(List<ChatSpan> spans) {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(print(span)));
        return text.toString().stripTrailing();
    }

    private String print(ChatSpan span) {
        return switch (span.kind()) {
            case TEXT, BOLD, CODE, MENTION -> span.text();
            case BLOCK -> "\n  | " + span.text().replace("\n", "\n  | ") + "\n";
            case LINK -> span.text().equals(span.address()) ? span.text() : span.text() + " " + span.address();
            case TIME -> times.format(Instant.parse(span.text()));
        };
    }
}
