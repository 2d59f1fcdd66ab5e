package io.tocsin.evidence;

import io.tocsin.evidence.trace.FittedLine;
import io.tocsin.evidence.trace.OwnPackages;
import io.tocsin.evidence.trace.TraceText;
import io.tocsin.evidence.trace.TraceWords;
import io.tocsin.text.CodePoints;
import io.tocsin.text.FairShares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes evidence of log lines: joins, cleans, redacts, folds, chooses and shortens, in this order. */
public final class EvidenceComposer {

    private EvidenceComposer() {}

    /**
     * The evidence of a window's lines: all of them as they are when they fit; otherwise the newest one as it is, and
     * the shapes of all.
     *
     * @param lines newest first, at most {@code limits.fetchedLines()} of them
     */
    public static Evidence compose(List<SourceLine> lines, EvidenceLimits limits, Redaction redaction) {
        List<SourceLine> joined =
                JoinedLines.of(lines.stream().limit(limits.fetchedLines()).toList());
        List<SourceLine> readable = joined.stream()
                .map(line -> new SourceLine(line.at(), ReadableLine.of(line.text(), redaction), line.stream()))
                .filter(line -> !line.text().isEmpty())
                .toList();
        List<Evidence.Line> distinct = distinct(readable);
        List<Evidence.Line> chosen = distinct.size() <= limits.lines() ? distinct : folded(distinct, limits.lines());
        long total = lines.size() < limits.fetchedLines() ? joined.size() : -1;
        return new Evidence(shortened(chosen.stream().limit(limits.lines()).toList(), limits), total, "");
    }

    /** Equal lines are one, and so are traces of the same frames, whatever ids their messages have. */
    private static List<Evidence.Line> distinct(List<SourceLine> lines) {
        Map<String, Evidence.Line> byText = new LinkedHashMap<>();
        for (SourceLine line : lines) {
            byText.merge(
                    TraceText.signature(line.text()).orElse(line.text()),
                    new Evidence.Line(line.at(), line.text(), 1),
                    (known, again) -> new Evidence.Line(known.at(), known.text(), known.count() + 1));
        }
        return List.copyOf(byText.values());
    }

    /** A shape alone hides which host or which number it was; the newest line shows one. */
    private static List<Evidence.Line> folded(List<Evidence.Line> lines, int limit) {
        LineFolding folding = new LineFolding();
        lines.forEach(folding::add);
        List<Evidence.Line> chosen = new ArrayList<>();
        Evidence.Line newest = lines.get(0);
        List<Evidence.Line> shapes = folding.shapes();
        Evidence.Line first = shapes.get(0);
        if (limit > 1 && first.count() > newest.count() && !first.text().equals(newest.text())) {
            chosen.add(newest);
            chosen.add(new Evidence.Line(first.at(), first.text(), first.count() - newest.count()));
        } else {
            chosen.add(first);
        }
        chosen.addAll(shapes.subList(1, shapes.size()));
        return chosen;
    }

    /** No chat shows more than the limits; what is stored must not be without bounds. */
    static List<Evidence.Line> shortened(List<Evidence.Line> lines, EvidenceLimits limits) {
        int[] wants = lines.stream()
                .mapToInt(line -> Math.min(CodePoints.count(line.text()), limits.codePointsPerLine()))
                .toArray();
        int[] shares = FairShares.of(wants, limits.codePoints());
        FittedLine fitted = new FittedLine(OwnPackages.UNKNOWN, TraceWords.ENGLISH, CodePoints::count);
        List<Evidence.Line> shown = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Evidence.Line line = lines.get(i);
            shown.add(new Evidence.Line(line.at(), fitted.whole(line.text(), shares[i]), line.count()));
        }
        return shown;
    }
}
