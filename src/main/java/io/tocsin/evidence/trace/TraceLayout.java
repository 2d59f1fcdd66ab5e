package io.tocsin.evidence.trace;

import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a trace at one level of detail. */
final class TraceLayout {

    private static final int SHORTEST_FOLD = 2;
    private static final int MAX_REPEATS = 2;

    private final StackTrace trace;
    private final OwnPackages own;
    private final TraceWords words;
    private final TraceDetail detail;
    private final List<String> rows = new ArrayList<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final FoldedFrames folded = new FoldedFrames();
    private int hiddenRows;

    private TraceLayout(StackTrace trace, OwnPackages own, TraceWords words, TraceDetail detail) {
        this.trace = trace;
        this.own = own;
        this.words = words;
        this.detail = detail;
    }

    static String write(StackTrace trace, OwnPackages own, TraceWords words, TraceDetail detail) {
        return new TraceLayout(trace, own, words, detail).write();
    }

    private String write() {
        boolean isFirst = true;
        for (StackTrace.Section section : trace.sections()) {
            addHead(section, isFirst);
            addFrames(section);
            isFirst = false;
        }
        finishRows();
        return String.join("\n", rows);
    }

    private void addHead(StackTrace.Section section, boolean isFirst) {
        int texts = 0;
        for (int i = 0; i < section.head().size(); i++) {
            TraceRow row = section.head().get(i);
            boolean isShown = switch (row.kind()) {
                case CAUSE -> detail.causes() || row == trace.innermost() || isFirst && i == 0;
                case ASIDE -> detail.framesAside() >= 0;
                case MARK -> detail.marks() || isFirst && i == 0;
                case TEXT ->
                    isFirst && i == 0 || texts++ < detail.texts() && !(section.isAside() && detail.framesAside() < 0);
                case FRAME, DETAIL, ELIDED -> true;
            };
            if (isShown) {
                finishRows();
                rows.add(cut(row.text(), row == trace.innermost() ? detail.rowLength() * 2 : detail.rowLength()));
            } else if (row.kind() != RowKind.MARK) {
                hiddenRows++;
            }
        }
    }

    private String cut(String row, int length) {
        return CodePoints.cut(row.replace("\t", "    "), length);
    }

    private void finishRows() {
        if (hiddenRows > 0) {
            rows.add("    " + words.rows(hiddenRows));
            hiddenRows = 0;
        }
    }

    private void addFrames(StackTrace.Section section) {
        if (section.frames().isEmpty()) {
            return;
        }
        if (!detail.causes()) {
            section.frames().forEach(frame -> hiddenRows += frame.count());
            return;
        }
        int most = section.isAside() ? Math.max(detail.framesAside(), 0) : detail.frames();
        Set<Integer> shown = shown(section.frames(), most);
        List<StackTrace.Frame> frames = section.frames();
        List<Integer> run = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            if (shown.contains(i)) {
                fold(frames, run);
                finishRows();
                frames.get(i).rows().forEach(row -> rows.add(cut(row, detail.rowLength())));
            } else {
                run.add(i);
            }
        }
        fold(frames, run);
    }

    /** The frame that threw, and as many own ones as may be, from where it was thrown. */
    private Set<Integer> shown(List<StackTrace.Frame> frames, int most) {
        Set<Integer> shown = new HashSet<>();
        int size = frames.size();
        for (int i = 0; i < size && shown.size() < most; i++) {
            int index = trace.isThrowLast() ? size - 1 - i : i;
            StackTrace.Frame frame = frames.get(index);
            FrameOwner owner = frame.owner();
            boolean isOwn = owner != null
                    && own.isOwn(owner)
                    && seen.merge(frame.rows().get(0), 1, Integer::sum) <= MAX_REPEATS;
            if (isOwn || owner != null && i == 0) {
                shown.add(index);
            }
        }
        return shown;
    }

    /** A single frame is as short as what would be said in its place. */
    private void fold(List<StackTrace.Frame> frames, List<Integer> run) {
        boolean isWorthIt = run.size() >= SHORTEST_FOLD
                || detail.foldsAll()
                || run.stream().anyMatch(i -> frames.get(i).owner() == null);
        if (!isWorthIt) {
            run.forEach(i -> frames.get(i).rows().forEach(row -> rows.add(cut(row, detail.rowLength()))));
        } else if (!run.isEmpty()) {
            run.forEach(i -> folded.add(frames.get(i)));
            String row = folded.take(words, indent(frames.get(run.get(0))));
            if (row != null) {
                rows.add(row);
            }
        }
        run.clear();
    }

    private static String indent(StackTrace.Frame frame) {
        return " ".repeat(Math.min(Rows.indent(frame.rows().get(0)), 12));
    }

    /** Frames that are left out in one place. */
    private static final class FoldedFrames {

        private static final int MAX_OWNERS = 3;

        private final Map<String, Integer> owners = new HashMap<>();
        private final List<String> order = new ArrayList<>();
        private int count;

        void add(StackTrace.Frame frame) {
            count += frame.count();
            FrameOwner owner = frame.owner();
            if (owner != null && owners.merge(owner.root(), frame.count(), Integer::sum) == frame.count()) {
                order.add(owner.root());
            }
        }

        /** Null when there is nothing to say. */
        @Nullable
        String take(TraceWords words, String indent) {
            order.sort((left, right) -> Integer.compare(owners.getOrDefault(right, 0), owners.getOrDefault(left, 0)));
            String names = String.join(", ", order.subList(0, Math.min(order.size(), MAX_OWNERS)))
                    + (order.size() > MAX_OWNERS ? ", …" : "");
            String row = count == 0 ? null : indent + words.frames(count, names);
            owners.clear();
            order.clear();
            count = 0;
            return row;
        }
    }
}
