package io.tocsin.evidence;

import io.tocsin.evidence.trace.TraceJoining;
import io.tocsin.evidence.trace.TraceJoining.SentLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the rows of traces together that were sent as lines of their own, stream by stream. */
final class JoinedLines {

    private JoinedLines() {}

    /** Newest first, as they came; a trace stands where its first row stood. */
    static List<SourceLine> of(List<SourceLine> newestFirst) {
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
}
