package io.tocsin.contactpoint.render;

import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.List;

/** Code fences, which both services show as they are: no mention, link or format is read inside. */
public final class Fences {

    private static final String FENCE = "```";
    private static final String BREAK = "\u200B";

    private Fences() {}

    /** Log lines as a block; a fence inside them is broken up, so that it cannot end the block. */
    public static String block(String lines) {
        return FENCE + "\n" + lines.replace("``", "`" + BREAK + "`").replace("``", "`" + BREAK + "`") + "\n" + FENCE;
    }

    /** One value as code; a back-tick in it becomes a look-alike, because nothing can escape it. */
    public static String inline(String value) {
        String safe = value.replace('`', 'ˋ').strip();
        return "`" + (safe.isEmpty() ? "–" : safe) + "`";
    }

    /** Splits at line ends into texts of at most so many code points; a block that is split is closed and reopened. */
    public static List<String> split(String text, int maxCodePoints) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean isOpen = false;
        int room = maxCodePoints - 2 * (FENCE.length() + 1);
        for (String line : text.split("\n", -1)) {
            String shown = CodePoints.cut(line, room);
            if (!part.isEmpty() && CodePoints.count(part.toString()) + CodePoints.count(shown) + 1 > room) {
                parts.add(isOpen ? part + "\n" + FENCE : part.toString());
                part = new StringBuilder(isOpen ? FENCE : "");
            }
            part.append(part.isEmpty() ? "" : "\n").append(shown);
            isOpen ^= countFences(shown) % 2 == 1;
        }
        String last = isOpen ? part + "\n" + FENCE : part.toString();
        if (!last.isBlank()) {
            parts.add(last);
        }
        return parts;
    }

    private static int countFences(String line) {
        int count = 0;
        for (int at = line.indexOf(FENCE); at >= 0; at = line.indexOf(FENCE, at + FENCE.length())) {
            count++;
        }
        return count;
    }
}
