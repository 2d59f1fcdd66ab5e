package io.tocsin.evidence;

import io.tocsin.evidence.trace.FittedLine;
import io.tocsin.evidence.trace.OwnPackages;
import io.tocsin.evidence.trace.TraceJoining;
import io.tocsin.evidence.trace.TraceJoining.SentLine;
import io.tocsin.evidence.trace.TraceText;
import io.tocsin.evidence.trace.TraceWords;
import io.tocsin.text.CodePoints;
import io.tocsin.text.FairShares;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                joined(lines.stream().limit(limits.fetchedLines()).toList());
        List<Evidence.Line> distinct = distinct(joined, limits.lines(), redaction);
        List<Evidence.Line> chosen = distinct.size() <= limits.lines() ? distinct : folded(distinct, limits.lines());
        long total = lines.size() < limits.fetchedLines() ? joined.size() : -1;
        return new Evidence(shortened(chosen.stream().limit(limits.lines()).toList(), limits), total, "");
    }

    /**
     * Puts the rows of traces together that were sent as lines of their own, stream by stream. Newest first, as they came; a
     * trace stands where its first row stood.
     */
    private static List<SourceLine> joined(List<SourceLine> newestFirst) {
        Map<String, List<SentLine>> streams = new LinkedHashMap<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            SourceLine line = newestFirst.get(i);
            streams.computeIfAbsent(line.stream(), any -> new ArrayList<>()).add(new SentLine(line.at(), line.text()));
        }
        List<SourceLine> joined = new ArrayList<>();
        streams.forEach((stream, lines) -> TraceJoining.groups(lines)
                .forEach(group -> joined.add(new SourceLine(group.get(0).at(), TraceJoining.text(group), stream))));
        if (joined.size() == newestFirst.size()) {
            return newestFirst;
        }
        Collections.reverse(joined);
        joined.sort(Comparator.comparing(SourceLine::at).reversed());
        return joined;
    }

    /**
     * Equal lines are one, and so are traces of the same frames, whatever ids their messages have. Of lines that are only
     * counted the beginning is read.
     */
    private static List<Evidence.Line> distinct(List<SourceLine> lines, int shown, Redaction redaction) {
        Map<String, Evidence.Line> byKey = new LinkedHashMap<>();
        for (SourceLine line : lines) {
            Optional<String> trace = TraceText.signature(TraceText.inRows(ReadableLine.beginningAndEnd(line.text())));
            Evidence.Line known = trace.map(byKey::get).orElse(null);
            if (known == null) {
                boolean isShown = byKey.size() < shown;
                String text = isShown
                        ? ReadableLine.of(line.text(), redaction)
                        : ReadableLine.beginningOf(line.text(), redaction);
                String key = trace.orElse(text);
                known = byKey.get(key);
                byKey.put(key, known == null ? new Evidence.Line(line.at(), text, 1) : oneMore(known));
            } else {
                byKey.put(trace.orElse(""), oneMore(known));
            }
        }
        return byKey.values().stream().filter(line -> !line.text().isEmpty()).toList();
    }

    private static Evidence.Line oneMore(Evidence.Line line) {
        return new Evidence.Line(line.at(), line.text(), line.count() + 1);
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
            shown.add(new Evidence.Line(line.at(), fitted.whole(line.text(), shares[i]), line.count(), line.place()));
        }
        return shown;
    }
}
