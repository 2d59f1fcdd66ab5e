package io.tocsin.contactpoint.render;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.LinesShown;
import io.tocsin.contactpoint.Outgoing;
import io.tocsin.evidence.Evidence;
import io.tocsin.text.CleanText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** All log lines of a message as a text file, for when the message itself does not hold them. */
public final class LinesFile {

    public static final String NAME = "lines.txt";
    public static final String TYPE = "text/plain; charset=utf-8";

    /** Both chats take far more; nobody reads more. */
    private static final int MAX_CHARS = 1_000_000;

    private LinesFile() {}

    /**
     * The file, if the contact point wants it and there is something that the payload does not show.
     *
     * @param payload as the chat gets it
     */
    public static Optional<byte[]> of(ContactPoint contactPoint, Outgoing outgoing, Map<String, ?> payload) {
        boolean isWanted = contactPoint.lines() == LinesShown.FILE && hasMore(outgoing, payload);
        return isWanted ? Optional.of(whole(contactPoint, outgoing)) : Optional.empty();
    }

    /** The file, whatever the message shows. */
    public static byte[] whole(ContactPoint contactPoint, Outgoing outgoing) {
        return text(new MessageText(contactPoint, outgoing)).getBytes(StandardCharsets.UTF_8);
    }

    /** Whatever a chat does with line ends, fences and marks: letters and digits stay, in their order. */
    private static boolean hasMore(Outgoing outgoing, Map<String, ?> payload) {
        StringBuilder shown = new StringBuilder();
        collect(payload, shown);
        String letters = letters(
                shown.toString().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
        return outgoing.message().alerts().stream()
                .flatMap(alert -> alert.evidence().lines().stream())
                .anyMatch(line -> !letters.contains(letters(CleanText.multiLine(line.text()))));
    }

    private static void collect(Object node, StringBuilder shown) {
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, shown));
        } else if (node instanceof Iterable<?> list) {
            list.forEach(value -> collect(value, shown));
        } else if (node instanceof String text) {
            shown.append(text);
        }
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        text.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString();
    }

    private static String text(MessageText message) {
        StringBuilder file = new StringBuilder(message.title()).append('\n');
        for (AlertText alert : message.alerts()) {
            Evidence evidence = alert.alert().evidence();
            if (evidence.lines().isEmpty()) {
                continue;
            }
            file.append('\n').append(alert.mark()).append(' ').append(alert.summaryOrName());
            file.append('\n').append(String.join(" ", alert.labels())).append("\n\n");
            for (Evidence.Line line : evidence.lines()) {
                String row = row(line, evidence.hasSurroundings(), message.texts());
                if (file.length() + row.length() > MAX_CHARS) {
                    return file.append("…\n").toString();
                }
                file.append(row);
            }
        }
        return file.toString();
    }

    private static String row(Evidence.Line line, boolean isMarked, BuiltInTexts texts) {
        String mark = !isMarked ? "" : line.place() == Evidence.LinePlace.MATCH ? EvidenceText.MATCH_MARK : "  ";
        String count = line.count() > 1 ? texts.lineCount(line.count()) : "";
        return mark + line.at() + " " + count + CleanText.multiLine(line.text()) + "\n";
    }
}
