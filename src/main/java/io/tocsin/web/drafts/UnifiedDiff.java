package io.tocsin.web.drafts;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.List;

/** The change from one text to another, for {@code git apply} and {@code patch -p1}. */
public final class UnifiedDiff {

    private static final int CONTEXT_LINES = 3;
    /** Behind a last line that does not end; a rule file holds no such character. */
    private static final String NO_END = "\0";

    private static final String NO_NEWLINE = "\\ No newline at end of file";

    private UnifiedDiff() {}

    /**
     * The lines of the diff; empty when nothing was changed.
     *
     * @param before empty when the file is new
     */
    public static List<String> between(String before, String after, String file) {
        List<String> old = lines(before);
        List<String> changed = lines(after);
        String from = before.isEmpty() ? "/dev/null" : "a/" + file;
        List<String> diff = new ArrayList<>(UnifiedDiffUtils.generateUnifiedDiff(
                from, "b/" + file, old, DiffUtils.diff(old, changed), CONTEXT_LINES));
        return markUnendedLines(diff);
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String whole = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        List<String> lines = new ArrayList<>(List.of(whole.split("\n", -1)));
        if (!text.endsWith("\n")) {
            // Makes the last lines differ when only one of the texts ends its last line.
            lines.set(lines.size() - 1, lines.get(lines.size() - 1) + NO_END);
        }
        return lines;
    }

    private static List<String> markUnendedLines(List<String> diff) {
        List<String> marked = new ArrayList<>();
        for (String line : diff) {
            boolean isUnended = line.endsWith(NO_END);
            marked.add(isUnended ? line.substring(0, line.length() - NO_END.length()) : line);
            if (isUnended) {
                marked.add(NO_NEWLINE);
            }
        }
        return marked;
    }
}
