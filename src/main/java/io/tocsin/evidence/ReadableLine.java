package io.tocsin.evidence;

import io.tocsin.evidence.trace.TraceText;
import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;

/** One line as a message may show it: in rows, without invisible characters and secrets. */
final class ReadableLine {

    /** More of a line is not looked at. */
    private static final int MAX_CHARACTERS = 32 * 1024;

    private static final int BEGINNING_CHARACTERS = 4 * 1024;

    /** Of a longer one so much of the end is kept, because that is where a trace names its cause. */
    private static final int END_CHARACTERS = 8 * 1024;

    /** A secret may lie across the place where a long line is cut off; so much of its end goes too. */
    private static final int DOUBTFUL_CHARACTERS = 96;

    private ReadableLine() {}

    /** The whole line, but for the middle of a very long one. */
    static String of(String raw, Redaction redaction) {
        return readable(beginningAndEnd(raw), redaction);
    }

    /** Enough of a line to tell it from others. */
    static String beginningOf(String raw, Redaction redaction) {
        return readable(
                raw.length() <= BEGINNING_CHARACTERS
                        ? raw
                        : withoutDoubtfulEnd(raw.substring(0, BEGINNING_CHARACTERS)) + CodePoints.ELLIPSIS,
                redaction);
    }

    private static String readable(String shortened, Redaction redaction) {
        String clean = CleanText.multiLine(shortened);
        String own = redaction.applyOwn(clean);
        String rows = TraceText.inRows(own);
        // A field may have held escapes of what was cleaned away.
        String text = rows.equals(clean) ? clean : CleanText.multiLine(rows);
        return withoutBlankRows(redacted(text, redaction));
    }

    /** Frames of the JVM are names and nothing else: most of a trace need not be searched for secrets. */
    private static String redacted(String text, Redaction redaction) {
        if (text.indexOf('\n') < 0) {
            return redaction.apply(text);
        }
        StringBuilder redacted = new StringBuilder(text.length());
        StringBuilder searched = new StringBuilder();
        for (String row : text.split("\n")) {
            if (!TraceText.isNamesOnly(row)) {
                searched.append(row).append('\n');
                continue;
            }
            if (!searched.isEmpty()) {
                redacted.append(withLineEnd(redaction.apply(searched.toString())));
                searched.setLength(0);
            }
            redacted.append(row).append('\n');
        }
        return redacted.append(redaction.apply(searched.toString())).toString();
    }

    private static String withLineEnd(String text) {
        return text.endsWith("\n") ? text : text + "\n";
    }

    static String beginningAndEnd(String raw) {
        if (raw.length() <= MAX_CHARACTERS) {
            return raw;
        }
        String beginning = withoutDoubtfulEnd(raw.substring(0, MAX_CHARACTERS - END_CHARACTERS));
        String end = raw.contains("PRIVATE KEY") ? "" : end(raw);
        return beginning + CodePoints.ELLIPSIS + end;
    }

    /** From a row on: in the middle of one a secret could begin whose name is cut off. */
    private static String end(String raw) {
        int from = raw.length() - END_CHARACTERS;
        int row = raw.indexOf('\n', from);
        int escaped = raw.indexOf("\\n", from);
        if (row >= 0) {
            return raw.substring(row);
        }
        return escaped < 0 ? "" : raw.substring(escaped);
    }

    private static String withoutDoubtfulEnd(String text) {
        int end = Math.max(0, text.length() - DOUBTFUL_CHARACTERS);
        int blank = text.lastIndexOf(' ', end);
        int cut = beforeNumber(text, blank > end - DOUBTFUL_CHARACTERS * 8 && blank > 0 ? blank : end);
        boolean splitsPair = cut > 0 && cut < text.length() && Character.isLowSurrogate(text.charAt(cut));
        return text.substring(0, splitsPair ? cut - 1 : cut);
    }

    /** A number is written in parts, and the first of them alone would not be known for what they are. */
    private static int beforeNumber(String text, int cut) {
        int before = cut;
        while (before > 0 && cut - before < DOUBTFUL_CHARACTERS * 8 && isOfNumber(text.charAt(before - 1))) {
            before--;
        }
        return before;
    }

    private static boolean isOfNumber(char character) {
        return character >= '0' && character <= '9' || character == ' ' || character == '-';
    }

    private static String withoutBlankRows(String text) {
        StringBuilder rows = new StringBuilder(text.length());
        for (String row : text.split("\n")) {
            if (!row.isBlank()) {
                rows.append(rows.isEmpty() ? "" : "\n").append(row.stripTrailing());
            }
        }
        String all = rows.toString();
        return all.indexOf('\n') < 0 ? all.strip().replace('\t', ' ') : all;
    }
}
