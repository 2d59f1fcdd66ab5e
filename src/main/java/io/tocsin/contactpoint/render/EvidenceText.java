package io.tocsin.contactpoint.render;

import io.tocsin.evidence.Evidence;
import io.tocsin.evidence.trace.FittedLine;
import io.tocsin.evidence.trace.OwnPackages;
import io.tocsin.text.CleanText;
import io.tocsin.text.FairShares;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** The log lines of one alert, in as much room as a message has for them. What does not fit is said. */
public final class EvidenceText {

    static final String MATCH_MARK = "▶ ";
    /** With less room a line is left out, so that the others can be read. */
    private static final int MIN_ROOM = 160;

    /** A line that would take more of a message tells no more. */
    private static final int MAX_ROOM = 16_000;

    /** A count, a mark and a line end. */
    private static final int MARKS = 12;

    private final Evidence evidence;
    private final BuiltInTexts texts;
    private final ToIntFunction<String> cost;
    private final FittedLine fitted;
    private final List<String> lines = new ArrayList<>();
    private int[] wants = {};

    EvidenceText(Evidence evidence, BuiltInTexts texts, ToIntFunction<String> cost) {
        this.evidence = evidence;
        this.texts = texts;
        this.cost = cost;
        this.fitted = new FittedLine(new OwnPackages(evidence.ownPackages()), texts.traceWords(), cost);
    }

    /** Traces are read only when it is known that there is room for them. */
    private int[] read() {
        if (lines.isEmpty()) {
            evidence.lines().forEach(line -> lines.add(fit(line, MAX_ROOM)));
            wants = lines.stream().mapToInt(line -> cost.applyAsInt(line) + 2).toArray();
        }
        return wants;
    }

    /**
     * What is shown.
     *
     * @param rows not escaped; empty: nothing
     * @param rest how much is not shown; empty: nothing
     */
    public record FittedLines(String rows, String rest) {}

    public boolean isEmpty() {
        return evidence.lines().isEmpty();
    }

    /** The room in which nothing has to be left out. */
    public int wants() {
        return Arrays.stream(read()).sum();
    }

    /** Not less than {@link #wants}, as far as it is below the limit. */
    int wantsUpTo(int limit) {
        int wants = 0;
        for (Evidence.Line line : evidence.lines()) {
            wants += wants < limit ? cost.applyAsInt(line.text()) + MARKS : 0;
        }
        return Math.min(wants, limit);
    }

    /** The lines in at most so much room, which does not count what is said of the rest. */
    public FittedLines fit(int room) {
        read();
        Set<Integer> chosen = choose(room);
        int[] shares = FairShares.of(chosen.stream().mapToInt(i -> wants[i]).toArray(), room);
        StringBuilder rows = new StringBuilder();
        int at = 0;
        boolean wasLong = false;
        for (int index : chosen) {
            int share = shares[at++];
            String line = share >= wants[index]
                    ? lines.get(index)
                    : fit(evidence.lines().get(index), share - 2);
            boolean isLong = line.indexOf('\n') >= 0 && !evidence.hasSurroundings();
            rows.append(rows.isEmpty() ? "" : isLong || wasLong ? "\n\n" : "\n").append(line);
            wasLong = isLong;
        }
        return new FittedLines(rows.toString(), rest(chosen));
    }

    private String fit(Evidence.Line line, int room) {
        String count = line.count() > 1 ? texts.lineCount(line.count()) : "";
        boolean isMarked = line.place() == Evidence.LinePlace.MATCH && evidence.hasSurroundings();
        String before = (isMarked ? MATCH_MARK : "") + count;
        return before + fitted.fit(CleanText.multiLine(line.text()), Math.max(room - cost.applyAsInt(before), 1));
    }

    /** The first ones, and of surroundings those that are nearest to a line that matches. */
    private Set<Integer> choose(int room) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, lines.size()).boxed().toList());
        if (evidence.hasSurroundings()) {
            order.sort(Comparator.comparingInt(this::distance));
        }
        Set<Integer> chosen = new TreeSet<>();
        int left = room;
        for (int index : order) {
            left -= Math.min(wants[index], MIN_ROOM);
            if (left < 0) {
                break;
            }
            chosen.add(index);
        }
        return chosen;
    }

    private int distance(int index) {
        return IntStream.range(0, lines.size())
                .filter(i -> evidence.lines().get(i).place() == Evidence.LinePlace.MATCH)
                .map(i -> Math.abs(i - index))
                .min()
                .orElse(index);
    }

    private String rest(Set<Integer> chosen) {
        if (evidence.total() < 0) {
            return lines.isEmpty() ? "" : texts.moreLines(-1);
        }
        long matching = 0;
        long around = 0;
        for (int i = 0; i < lines.size(); i++) {
            Evidence.Line line = evidence.lines().get(i);
            matching += line.place() == Evidence.LinePlace.MATCH && chosen.contains(i) ? line.count() : 0;
            around += line.place() == Evidence.LinePlace.AROUND && !chosen.contains(i) ? 1 : 0;
        }
        long left = Math.max(evidence.total() - matching, 0) + around;
        return left > 0 ? texts.moreLines(left) : "";
    }
}
