package io.tocsin.evidence;

import io.tocsin.evidence.trace.TraceJoining;
import io.tocsin.evidence.trace.TraceJoining.SentLine;
import io.tocsin.label.LabelMatcher;
import io.tocsin.label.Labels;
import io.tocsin.logql.LogqlParser;
import io.tocsin.logql.LogqlSyntaxException;
import io.tocsin.logql.ast.LogSelectorExpr;
import io.tocsin.logql.ast.LogqlExpr;
import io.tocsin.logql.ast.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows a matching line among those of its stream: oldest first, with a trace put together that was sent row by row. */
public final class Surroundings {

    private Surroundings() {}

    /**
     * Asks for everything that the stream of a matching line holds, whether the rule counts it or not. A label that the
     * query does not select by may come from a parser, and would then find nothing; so the answer may hold more streams.
     * Empty when it is no query for lines.
     *
     * @param query the log query that found the line
     */
    public static Optional<String> query(String query, Labels line) {
        try {
            LogqlExpr expr = new LogqlParser().parse(query);
            return expr instanceof LogSelectorExpr selector ? Optional.of(narrowed(selector, line)) : Optional.empty();
        } catch (LogqlSyntaxException e) {
            // The query itself has failed with it, and said so.
            return Optional.empty();
        }
    }

    private static String narrowed(LogSelectorExpr selector, Labels line) {
        List<LabelMatcher> matchers = new ArrayList<>(selector.matchers());
        for (LabelMatcher matcher : selector.matchers()) {
            LabelMatcher exact = LabelMatcher.equal(matcher.name(), line.get(matcher.name()));
            if (line.has(matcher.name()) && !matchers.contains(exact)) {
                matchers.add(exact);
            }
        }
        return new LogSelectorExpr(matchers, List.of(), Position.SYNTHETIC).toString();
    }

    /**
     * The evidence of one matching line; empty when the stream's lines do not hold it.
     *
     * @param match the newest line that the rule counts
     * @param answered what {@link #query} found, newest first
     * @param matching all lines that the rule counts, as far as they are known
     * @param total how many of those there are; -1 when unknown
     */
    public static Optional<Evidence> compose(
            SourceLine match,
            List<SourceLine> answered,
            List<SourceLine> matching,
            long total,
            LinesAround around,
            Redaction redaction) {
        Set<SentLine> counted = matching.stream()
                .map(line -> new SentLine(line.at(), line.text()))
                .collect(Collectors.toSet());
        List<SourceLine> stream = new ArrayList<>();
        streamOf(match, answered)
                .ifPresent(name -> answered.stream()
                        .filter(line -> line.stream().equals(name))
                        .forEach(stream::add));
        Collections.reverse(stream);
        int index = indexOf(match, stream);
        if (index < 0) {
            return Optional.empty();
        }
        List<SourceLine> part = stream.subList(Math.max(index - around.before(), 0), stream.size());
        int matchIndex = Math.min(index, around.before());
        List<Evidence.Line> lines = new ArrayList<>();
        int rows = 0;
        for (List<SentLine> group : groups(part)) {
            boolean isTooFar = rows > matchIndex + around.after();
            if (isTooFar) {
                break;
            }
            boolean isMatch = holds(group, rows, matchIndex) || group.stream().anyMatch(counted::contains);
            lines.add(line(group, isMatch, redaction));
            rows += group.size();
        }
        Evidence evidence = new Evidence(EvidenceComposer.shortened(lines, around.limits()), total, "");
        return Optional.of(evidence);
    }

    /**
     * How much is shown around a line.
     *
     * @param before so many lines
     * @param after so many lines; a trace is shown to its end
     */
    public record LinesAround(int before, int after, EvidenceLimits limits) {}

    /** Parsers give a matching line labels that its stream has not; its own line tells which one it is. */
    private static Optional<String> streamOf(SourceLine match, List<SourceLine> answered) {
        return answered.stream()
                .filter(line -> isSame(line, match))
                .map(SourceLine::stream)
                .findFirst();
    }

    private static int indexOf(SourceLine match, List<SourceLine> stream) {
        for (int i = stream.size() - 1; i >= 0; i--) {
            if (isSame(stream.get(i), match)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(SourceLine line, SourceLine match) {
        return line.at().equals(match.at()) && line.text().equals(match.text());
    }

    private static List<List<SentLine>> groups(List<SourceLine> lines) {
        return TraceJoining.groups(
                lines.stream().map(line -> new SentLine(line.at(), line.text())).toList());
    }

    private static boolean holds(List<SentLine> group, int first, int index) {
        return index >= first && index < first + group.size();
    }

    private static Evidence.Line line(List<SentLine> group, boolean isMatch, Redaction redaction) {
        return new Evidence.Line(
                group.get(0).at(),
                ReadableLine.of(TraceJoining.text(group), redaction),
                1,
                isMatch ? Evidence.LinePlace.MATCH : Evidence.LinePlace.AROUND);
    }
}
