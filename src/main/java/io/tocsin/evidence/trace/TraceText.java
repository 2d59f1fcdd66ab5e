package io.tocsin.evidence.trace;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings a stack trace that a line carries inside of a JSON field, or with written out line ends, into rows. */
public final class TraceText {

    private static final List<String> ESCAPED_SIGNS = List.of(
            "\\n\\tat ",
            "\\n\\t",
            "\\n at ",
            "\\n  ",
            "\\nCaused by",
            "\\n#0 ",
            "\\nTraceback",
            "\\ngoroutine ",
            "\\nfrom ",
            "#012#011",
            "#012 ");

    private static final int LONGEST_NAMES = 300;

    private TraceText() {}

    /** The line with its trace in rows; the line as it is when it has none that is hidden. */
    public static String inRows(String line) {
        if (line.stripLeading().startsWith("{")) {
            Optional<String> opened = JsonTrace.open(line);
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        if (line.indexOf('\n') >= 0 || !Rows.containsAny(line, ESCAPED_SIGNS)) {
            return line;
        }
        String rows = line.contains("#012") ? line.replace("#012", "\n").replace("#011", "\t") : unescaped(line);
        return StackTrace.in(rows).isPresent() ? rows : line;
    }

    /** Whether the text holds a trace in rows. */
    public static boolean isTrace(String text) {
        return StackTrace.in(text).isPresent();
    }

    /** Whether a row is a frame of the JVM: nothing in it but names of code and a number. */
    public static boolean isNamesOnly(String row) {
        int at = 0;
        while (at < row.length() && (row.charAt(at) == '\t' || row.charAt(at) == ' ')) {
            at++;
        }
        if (!row.startsWith("at ", at) || !row.endsWith(")") || row.length() > LONGEST_NAMES) {
            return false;
        }
        for (int i = at + 3; i < row.length(); i++) {
            char c = row.charAt(i);
            boolean isName =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._$<>():/".indexOf(c) >= 0;
            if (!isName) {
                return false;
            }
        }
        return row.indexOf('(', at) > 0 && !row.contains("://");
    }

    /** What is equal in traces of the same place in the code; empty when the text is no trace. */
    public static Optional<String> signature(String text) {
        return StackTrace.in(text)
                .map(trace -> trace.sections().stream()
                        .flatMap(section -> section.frames().stream())
                        .map(frame -> frame.rows().get(0).strip())
                        .collect(Collectors.joining("\n", "trace\n", "")));
    }

    private static String unescaped(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\\' || i + 1 == line.length()) {
                text.append(c);
                continue;
            }
            i++;
            switch (line.charAt(i)) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> {
                    // Only ever stands before a line end.
                }
                case '"' -> text.append('"');
                case '\\' -> text.append('\\');
                default -> text.append(c).append(line.charAt(i));
            }
        }
        return text.toString();
    }
}
