package io.tocsin.contactpoint.render;

import io.tocsin.text.CodePoints;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Code fences, which both services show as they are: no mention, link or format is read inside. */
public final class Fences {

    private static final String FENCE = "```";
    private static final String BREAK = "\u200B";
    /** A block with fewer code points is not worth its place. */
    private static final int MIN_BLOCK = 200;

    private Fences() {}

    /** What a block takes besides its rows. */
    public static final int AROUND = 2 * (FENCE.length() + 1);

    /** Log lines as a block; a fence inside them is broken up, so that it cannot end the block. */
    public static String block(String lines) {
        return FENCE + "\n" + inside(lines) + "\n" + FENCE;
    }

    /** Text for the inside of a block. */
    public static String inside(String lines) {
        return lines.indexOf('`') < 0
                ? lines
                : lines.replace("``", "`" + BREAK + "`").replace("``", "`" + BREAK + "`");
    }

    /**
     * Log lines as blocks of limited size; a row that is longer than a block goes on in the next one.
     *
     * @param firstMax the most code points of the first block, escaped; too few for anything: it is left out
     * @param max the most code points of every other one
     */
    public static List<String> blocks(String lines, int firstMax, int max, UnaryOperator<String> escaper) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        int room = (firstMax >= MIN_BLOCK ? firstMax : max) - AROUND;
        int left = room;
        for (String row : rows(lines, Math.min(room, max - AROUND), escaper)) {
            int size = CodePoints.count(row) + 1;
            if (size > left && !block.isEmpty()) {
                blocks.add(FENCE + "\n" + block + FENCE);
                block.setLength(0);
                left = max - AROUND;
            }
            block.append(row).append('\n');
            left -= size;
        }
        if (!block.isEmpty()) {
            blocks.add(FENCE + "\n" + block + FENCE);
        }
        return blocks;
    }

    /** Escaped rows that are short enough for a block. */
    private static List<String> rows(String lines, int max, UnaryOperator<String> escaper) {
        List<String> rows = new ArrayList<>();
        for (String row : lines.split("\n", -1)) {
            String rest = row;
            String escaped = escaper.apply(inside(rest));
            while (CodePoints.count(escaped) >= max) {
                int length = fitting(rest, max, escaper);
                rows.add(escaper.apply(inside(rest.substring(0, length))));
                rest = rest.substring(length);
                escaped = escaper.apply(inside(rest));
            }
            rows.add(escaped);
        }
        return rows;
    }

    /** How many characters of a row fit, without half of one; at least one. */
    private static int fitting(String row, int max, UnaryOperator<String> escaper) {
        int codePoints = Math.min(CodePoints.count(row), max - 1);
        int length = row.offsetByCodePoints(0, codePoints);
        while (codePoints > 1 && CodePoints.count(escaper.apply(inside(row.substring(0, length)))) >= max) {
            codePoints = Math.max(codePoints * 4 / 5, 1);
            length = row.offsetByCodePoints(0, codePoints);
        }
        return length;
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
