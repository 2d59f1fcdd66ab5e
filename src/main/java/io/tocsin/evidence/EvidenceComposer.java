package io.tocsin.evidence;

import java.util.List;

/** Makes evidence of log lines: cleans, redacts, folds, chooses and cuts, in this order. */
public final class EvidenceComposer {

    /** More of a line is not looked at: messages show a few hundred characters. */
    private static final int MAX_RAW_CHARACTERS = 4096;

    /** A secret may lie across the place where a long line is cut off; so much of its end goes too. */
    private static final int DOUBTFUL_CHARACTERS = 96;

    private EvidenceComposer() {}

    /**
     * The evidence of a window's lines.
     *
     * @param lines newest first, at most {@code limits.fetchedLines()} of them
     */
    public static Evidence compose(List<SourceLine> lines, EvidenceLimits limits, Redaction redaction) {
        LineFolding folding = new LineFolding();
        for (SourceLine line : lines.subList(0, Math.min(lines.size(), limits.fetchedLines()))) {
            String text = readable(line.text(), redaction);
            if (!text.isEmpty()) {
                folding.add(line.at(), text);
            }
        }
        List<Evidence.Line> shown = folding.shapes().stream()
                .limit(limits.lines())
                .map(shape -> new Evidence.Line(
                        shape.newest(), PlainText.cut(shape.text(), limits.codePointsPerLine()), shape.count()))
                .toList();
        long total = lines.size() < limits.fetchedLines() ? lines.size() : -1;
        return new Evidence(shown, total, "");
    }

    /** One line as a message may show it: without invisible characters and secrets, on one row; not cut to length. */
    static String readable(String raw, Redaction redaction) {
        boolean isLong = raw.length() > MAX_RAW_CHARACTERS;
        String clean = PlainText.clean(isLong ? raw.substring(0, MAX_RAW_CHARACTERS) : raw);
        String redacted = PlainText.onOneRow(redaction.apply(isLong ? withoutDoubtfulEnd(clean) : clean));
        return isLong ? redacted + "…" : redacted;
    }

    private static String withoutDoubtfulEnd(String text) {
        int end = Math.max(0, text.length() - DOUBTFUL_CHARACTERS);
        int blank = text.lastIndexOf(' ', end);
        int cut = blank > end - DOUBTFUL_CHARACTERS * 8 && blank > 0 ? blank : end;
        boolean splitsPair = cut > 0 && cut < text.length() && Character.isLowSurrogate(text.charAt(cut));
        return text.substring(0, splitsPair ? cut - 1 : cut);
    }
}
