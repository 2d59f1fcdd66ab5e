package io.tocsin.evidence;

import io.tocsin.text.CleanText;
import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes evidence of log lines: cleans, redacts, folds, chooses and cuts, in this order. */
public final class EvidenceComposer {

    /** More of a line is not looked at: messages show a few hundred characters. */
    private static final String ROW_SEPARATOR = " ⏎ ";

    private static final int MAX_RAW_CHARACTERS = 4096;

    /** A secret may lie across the place where a long line is cut off; so much of its end goes too. */
    private static final int DOUBTFUL_CHARACTERS = 96;

    private EvidenceComposer() {}

    /**
     * The evidence of a window's lines: all of them as they are when they fit; otherwise the newest one as it is, and
     * the shapes of all.
     *
     * @param lines newest first, at most {@code limits.fetchedLines()} of them
     */
    public static Evidence compose(List<SourceLine> lines, EvidenceLimits limits, Redaction redaction) {
        List<SourceLine> readable = lines.stream()
                .limit(limits.fetchedLines())
                .map(line -> new SourceLine(line.at(), readable(line.text(), redaction)))
                .filter(line -> !line.text().isEmpty())
                .toList();
        List<Evidence.Line> distinct = distinct(readable);
        List<Evidence.Line> chosen = distinct.size() <= limits.lines() ? distinct : folded(readable, limits.lines());
        List<Evidence.Line> shown = chosen.stream()
                .limit(limits.lines())
                .map(line -> new Evidence.Line(
                        line.at(), CodePoints.cut(line.text(), limits.codePointsPerLine()), line.count()))
                .toList();
        long total = lines.size() < limits.fetchedLines() ? lines.size() : -1;
        return new Evidence(shown, total, "");
    }

    private static List<Evidence.Line> distinct(List<SourceLine> lines) {
        Map<String, Evidence.Line> byText = new LinkedHashMap<>();
        for (SourceLine line : lines) {
            byText.merge(
                    line.text(),
                    new Evidence.Line(line.at(), line.text(), 1),
                    (known, again) -> new Evidence.Line(known.at(), known.text(), known.count() + 1));
        }
        return List.copyOf(byText.values());
    }

    /** A shape alone hides which host or which number it was; the newest line shows one. */
    private static List<Evidence.Line> folded(List<SourceLine> lines, int limit) {
        LineFolding folding = new LineFolding();
        lines.forEach(line -> folding.add(line.at(), line.text()));
        List<Evidence.Line> chosen = new ArrayList<>();
        SourceLine newest = lines.get(0);
        if (limit > 1 && !folding.shapes().get(0).text().equals(newest.text())) {
            chosen.add(new Evidence.Line(newest.at(), newest.text(), 1));
        }
        folding.shapes().forEach(shape -> chosen.add(new Evidence.Line(shape.newest(), shape.text(), shape.count())));
        return chosen;
    }

    /** One line as a message may show it: without invisible characters and secrets, on one row; not cut to length. */
    static String readable(String raw, Redaction redaction) {
        boolean isLong = raw.length() > MAX_RAW_CHARACTERS;
        String clean = CleanText.multiLine(isLong ? raw.substring(0, MAX_RAW_CHARACTERS) : raw)
                .replace('\t', ' ');
        String redacted = redaction
                .apply(isLong ? withoutDoubtfulEnd(clean) : clean)
                .strip()
                .replaceAll("[ \u00a0]*\n[\n \u00a0]*", ROW_SEPARATOR);
        return isLong ? redacted + CodePoints.ELLIPSIS : redacted;
    }

    private static String withoutDoubtfulEnd(String text) {
        int end = Math.max(0, text.length() - DOUBTFUL_CHARACTERS);
        int blank = text.lastIndexOf(' ', end);
        int cut = blank > end - DOUBTFUL_CHARACTERS * 8 && blank > 0 ? blank : end;
        boolean splitsPair = cut > 0 && cut < text.length() && Character.isLowSurrogate(text.charAt(cut));
        return text.substring(0, splitsPair ? cut - 1 : cut);
    }
}
