package io.tocsin.evidence.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stack trace and the text around it, in the order in which it was written.
 *
 * @param innermost the row that names what caused everything else
 * @param isThrowLast whether the frame that threw is the last one of its section, as in Python
 */
record StackTrace(List<Section> sections, TraceRow innermost, boolean isThrowLast) {

    private static final int FEWEST_FRAMES = 2;

    /**
     * What stands before frames, and the frames.
     *
     * @param isAside whether it is not on the way to the cause
     */
    record Section(List<TraceRow> head, List<Frame> frames, boolean isAside) {}

    /**
     * A call.
     *
     * @param owner null for frames that the writer left out
     * @param count how many frames it stands for
     */
    record Frame(List<String> rows, @Nullable FrameOwner owner, int count) {}

    /** The trace in a text; empty when there is none. */
    static Optional<StackTrace> in(String text) {
        if (text.indexOf('\n') < 0) {
            return Optional.empty();
        }
        List<TraceRow> rows = RowReader.read(Rows.of(text));
        long frames = rows.stream().filter(row -> row.kind() == RowKind.FRAME).count();
        boolean isNamed = rows.stream().anyMatch(row -> row.kind() == RowKind.CAUSE || row.kind() == RowKind.MARK);
        return frames >= FEWEST_FRAMES || frames == 1 && isNamed ? Optional.of(of(rows)) : Optional.empty();
    }

    private static StackTrace of(List<TraceRow> rows) {
        List<Section> sections = new ArrayList<>();
        List<TraceRow> head = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (TraceRow row : rows) {
            if (!row.isOfFrames() && !frames.isEmpty()) {
                sections.add(section(head, frames));
                head = new ArrayList<>();
                frames = new ArrayList<>();
            }
            add(row, head, frames);
        }
        sections.add(section(head, frames));
        boolean isThrowLast = rows.stream()
                .anyMatch(
                        row -> row.kind() == RowKind.FRAME && row.text().strip().startsWith("File \""));
        return new StackTrace(List.copyOf(sections), innermost(rows), isThrowLast);
    }

    private static Section section(List<TraceRow> head, List<Frame> frames) {
        boolean isAside = head.stream().anyMatch(row -> row.kind() == RowKind.ASIDE);
        return new Section(List.copyOf(head), List.copyOf(frames), isAside);
    }

    private static void add(TraceRow row, List<TraceRow> head, List<Frame> frames) {
        if (!row.isOfFrames()) {
            head.add(row);
        } else if (row.kind() == RowKind.DETAIL && !frames.isEmpty()) {
            Frame frame = frames.remove(frames.size() - 1);
            List<String> longer = new ArrayList<>(frame.rows());
            longer.add(row.text());
            frames.add(new Frame(List.copyOf(longer), frame.owner(), frame.count()));
        } else {
            frames.add(new Frame(List.of(row.text()), row.owner(), row.kind() == RowKind.ELIDED ? row.elided() : 1));
        }
    }

    private static TraceRow innermost(List<TraceRow> rows) {
        boolean isRootFirst =
                rows.stream().anyMatch(row -> RowWords.isRootFirst(row.text().strip()));
        List<TraceRow> causes =
                rows.stream().filter(row -> row.kind() == RowKind.CAUSE).toList();
        if (causes.isEmpty()) {
            return rows.get(0);
        }
        return isRootFirst ? causes.get(0) : causes.get(causes.size() - 1);
    }
}
