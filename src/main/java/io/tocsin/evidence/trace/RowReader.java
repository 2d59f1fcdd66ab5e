package io.tocsin.evidence.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of each row of a text what it is. Linear in the text, whatever it holds. */
final class RowReader {

    private static final int NONE = Integer.MAX_VALUE;

    private final List<TraceRow> read = new ArrayList<>();
    private int frameIndent = -1;
    private int asideIndent = NONE;
    private int goroutines;
    private boolean isThrowLast;

    private RowReader() {}

    static List<TraceRow> read(List<String> rows) {
        RowReader reader = new RowReader();
        for (int i = 0; i < rows.size(); i++) {
            reader.read.add(reader.row(rows.get(i), i + 1 < rows.size() ? rows.get(i + 1) : null));
        }
        reader.nameHead();
        return reader.read;
    }

    private TraceRow row(String row, @Nullable String next) {
        String text = withoutTree(row);
        int elided = RowWords.elided(text);
        if (elided >= 0) {
            return new TraceRow(row, RowKind.ELIDED, null, elided);
        }
        if (isDetail(row, text)) {
            return TraceRow.of(row, RowKind.DETAIL);
        }
        FrameOwner owner = FrameShapes.owner(text, next);
        if (owner != null) {
            frameIndent = Rows.indent(row);
            isThrowLast |= text.startsWith("File \"");
            return new TraceRow(row, RowKind.FRAME, owner, 0);
        }
        boolean isAfterFrames = !read.isEmpty() && read.get(read.size() - 1).isOfFrames();
        return TraceRow.of(row, head(row, text, isAfterFrames));
    }

    /** Python draws a tree of exception groups at the left. */
    private static String withoutTree(String row) {
        int start = 0;
        while (start < row.length() && " \t|+".indexOf(row.charAt(start)) >= 0) {
            start++;
        }
        return row.substring(start);
    }

    /** Below a frame: Go's file, and Python's source with its marks, which stand deeper. */
    private boolean isDetail(String row, String text) {
        if (read.isEmpty()
                || read.get(read.size() - 1).kind() == RowKind.ELIDED
                || !read.get(read.size() - 1).isOfFrames()) {
            return false;
        }
        boolean isGoFile = (text.indexOf(".go:") > 0 || text.indexOf(".s:") > 0) && Rows.indent(row) > 0;
        boolean isSource = isThrowLast && Rows.indent(row) > frameIndent && !text.startsWith("File \"");
        return isGoFile || isSource;
    }

    private RowKind head(String row, String text, boolean isAfterFrames) {
        int indent = Rows.indent(row);
        if (RowWords.isSuppressed(text)) {
            asideIndent = Math.min(asideIndent, indent);
            return RowKind.ASIDE;
        }
        if (text.startsWith("goroutine ")) {
            return ++goroutines > 1 ? RowKind.ASIDE : RowKind.MARK;
        }
        if (RowWords.isMark(text) || RowWords.isConnector(text)) {
            return RowKind.MARK;
        }
        if (RowWords.isCause(text)) {
            boolean isAside = indent >= asideIndent;
            asideIndent = isAside ? asideIndent : NONE;
            return isAside ? RowKind.ASIDE : RowKind.CAUSE;
        }
        boolean endsPythons = isThrowLast && isAfterFrames;
        return endsPythons || RowWords.isThrowable(text) || RowWords.isRubysHead(text) ? RowKind.CAUSE : RowKind.TEXT;
    }

    /** The exception that is thrown stands last before its frames, when nothing before them looks like one. */
    private void nameHead() {
        int last = -1;
        for (int i = 0; i < read.size(); i++) {
            RowKind kind = read.get(i).kind();
            if (kind == RowKind.CAUSE) {
                return;
            }
            if (kind == RowKind.FRAME) {
                break;
            }
            last = kind == RowKind.TEXT ? i : last;
        }
        if (last >= 0) {
            read.set(last, TraceRow.of(read.get(last).text(), RowKind.CAUSE));
        }
    }
}
