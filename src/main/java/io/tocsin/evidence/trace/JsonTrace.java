package io.tocsin.evidence.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a stack trace out of a JSON object: the message first, then the trace, then the fields that are left as they
 * were written. Reads leniently, because a redaction may have been at the text before.
 */
final class JsonTrace {

    private static final Set<String> MESSAGES =
            Set.of("message", "msg", "@message", "short_message", "event", "@m", "@mt", "Message", "RenderedMessage");
    private static final Set<String> LEVELS = Set.of("level", "severity", "log.level", "levelname", "@l", "Level");

    private final JsonScanner json;
    private final List<Cut> cuts = new ArrayList<>();
    private final List<String> traces = new ArrayList<>();
    private String message = "";
    private String level = "";

    private JsonTrace(String line) {
        this.json = new JsonScanner(line);
    }

    /** The beginning and the end of a part that does not stay. */
    private record Cut(int from, int to) {}

    static Optional<String> open(String line) {
        JsonTrace trace = new JsonTrace(line);
        List<JsonScanner.Member> members = trace.json.members();
        members.forEach(trace::takeTrace);
        if (trace.traces.isEmpty()) {
            return Optional.empty();
        }
        members.forEach(trace::takeMessage);
        return Optional.of(trace.text());
    }

    private void takeTrace(JsonScanner.Member member) {
        String value = member.value();
        if (value.indexOf('\n') < 0 || !TraceText.isTrace(value)) {
            return;
        }
        boolean isKnown = traces.stream().anyMatch(known -> known.contains(value.strip()));
        if (!isKnown) {
            traces.removeIf(known -> value.contains(known.strip()));
            traces.add(value);
        }
        cut(member);
    }

    private void takeMessage(JsonScanner.Member member) {
        if (member.depth() > 1
                || member.value().isEmpty()
                || cuts.stream().anyMatch(cut -> cut.from() == member.from())) {
            return;
        }
        if (message.isEmpty() && MESSAGES.contains(member.name())) {
            message = member.value();
            cut(member);
        } else if (level.isEmpty() && LEVELS.contains(member.name())) {
            level = member.value().toUpperCase(Locale.ROOT);
            cut(member);
        }
    }

    /** With the comma behind it, or the one before it when it is the last. */
    private void cut(JsonScanner.Member member) {
        String text = json.text();
        int to = json.skipBlanks(member.to());
        if (to < text.length() && text.charAt(to) == ',') {
            cuts.add(new Cut(member.from(), to + 1));
            return;
        }
        cuts.add(new Cut(member.from(), member.to()));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        String head = (level + " " + message).strip();
        boolean isRepeated = !message.isEmpty() && traces.stream().anyMatch(trace -> trace.startsWith(message));
        if (!head.isEmpty() && !isRepeated) {
            text.append(head).append('\n');
        }
        traces.forEach(trace -> text.append(trace.stripTrailing()).append('\n'));
        String rest = rest();
        return text.append(rest.length() > 2 ? rest : "").toString().strip();
    }

    private String rest() {
        String text = json.text();
        StringBuilder rest = new StringBuilder();
        int at = 0;
        List<Cut> ordered = cuts.stream()
                .sorted(java.util.Comparator.comparingInt(Cut::from))
                .toList();
        for (Cut cut : ordered) {
            rest.append(text, Math.min(at, cut.from()), cut.from());
            at = Math.max(at, cut.to());
            boolean isLast = at < text.length() && text.charAt(json.skipBlanks(at)) == '}';
            if (isLast) {
                dropComma(rest);
            }
        }
        return rest.append(text, at, text.length()).toString().strip();
    }

    private static void dropComma(StringBuilder rest) {
        int end = rest.length();
        while (end > 0 && Character.isWhitespace(rest.charAt(end - 1))) {
            end--;
        }
        if (end > 0 && rest.charAt(end - 1) == ',') {
            rest.setLength(end - 1);
        }
    }
}
