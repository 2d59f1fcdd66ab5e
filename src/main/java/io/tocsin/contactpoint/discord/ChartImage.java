package io.tocsin.contactpoint.discord;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * A picture with a few colours, drawn and written as PNG without the platform's graphics: those need fonts and libraries
 * that a small server does not have.
 */
final class ChartImage {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int GLYPH_WIDTH = 5;
    private static final int GLYPH_HEIGHT = 7;
    private static final int SCALE = 2;
    /** Each glyph is seven rows of five points. */
    private static final Map<Character, int[]> GLYPHS = Map.ofEntries(
            Map.entry('0', new int[] {14, 17, 19, 21, 25, 17, 14}),
            Map.entry('1', new int[] {4, 12, 4, 4, 4, 4, 14}),
            Map.entry('2', new int[] {14, 17, 1, 2, 4, 8, 31}),
            Map.entry('3', new int[] {31, 2, 4, 2, 1, 17, 14}),
            Map.entry('4', new int[] {2, 6, 10, 18, 31, 2, 2}),
            Map.entry('5', new int[] {31, 16, 30, 1, 1, 17, 14}),
            Map.entry('6', new int[] {6, 8, 16, 30, 17, 17, 14}),
            Map.entry('7', new int[] {31, 1, 2, 4, 8, 8, 8}),
            Map.entry('8', new int[] {14, 17, 17, 14, 17, 17, 14}),
            Map.entry('9', new int[] {14, 17, 17, 15, 1, 2, 12}),
            Map.entry('.', new int[] {0, 0, 0, 0, 0, 12, 12}),
            Map.entry('-', new int[] {0, 0, 0, 31, 0, 0, 0}),
            Map.entry('+', new int[] {0, 4, 4, 31, 4, 4, 0}),
            Map.entry('E', new int[] {31, 16, 16, 30, 16, 16, 31}),
            Map.entry(':', new int[] {0, 12, 12, 0, 12, 12, 0}));

    private final int width;
    private final int height;
    private final byte[] points;

    ChartImage(int width, int height) {
        this.width = width;
        this.height = height;
        this.points = new byte[width * height];
    }

    /** @param color an index of the palette that {@link #png} gets */
    void point(int x, int y, int color) {
        if (x >= 0 && x < width && y >= 0 && y < height) {
            points[y * width + x] = (byte) color;
        }
    }

    void line(int fromX, int fromY, int toX, int toY, int color) {
        int steps = Math.max(Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY)), 1);
        for (int step = 0; step <= steps; step++) {
            int x = fromX + Math.round((toX - fromX) * (float) step / steps);
            int y = fromY + Math.round((toY - fromY) * (float) step / steps);
            for (int thickness = 0; thickness < 4; thickness++) {
                point(x + thickness % 2, y + thickness / 2, color);
            }
        }
    }

    void dashes(int y, int fromX, int toX, int color) {
        for (int x = fromX; x <= toX; x++) {
            if (x / 8 % 2 == 0) {
                point(x, y, color);
                point(x, y + 1, color);
            }
        }
    }

    /** Numbers only; what has no glyph leaves a gap. */
    void text(String text, int x, int y, int color) {
        int left = x;
        for (char c : text.toCharArray()) {
            int[] rows = GLYPHS.getOrDefault(c, new int[GLYPH_HEIGHT]);
            for (int row = 0; row < GLYPH_HEIGHT * SCALE; row++) {
                for (int column = 0; column < GLYPH_WIDTH * SCALE; column++) {
                    if ((rows[row / SCALE] >> (GLYPH_WIDTH - 1 - column / SCALE) & 1) == 1) {
                        point(left + column, y + row, color);
                    }
                }
            }
            left += (GLYPH_WIDTH + 1) * SCALE;
        }
    }

    static int textWidth(String text) {
        return text.length() * (GLYPH_WIDTH + 1) * SCALE;
    }

    /** @param palette RGB colours, at most 256 */
    byte[] png(List<Integer> palette) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        try {
            chunk(file, "IHDR", header());
            chunk(file, "PLTE", colors(palette));
            chunk(file, "IDAT", compressed());
            chunk(file, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return file.toByteArray();
    }

    private byte[] header() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeInt(width);
        data.writeInt(height);
        // Eight bits for a point, colours from the palette, the only compression and filter, not interlaced.
        data.write(new byte[] {8, 3, 0, 0, 0});
        return bytes.toByteArray();
    }

    private static byte[] colors(List<Integer> palette) {
        byte[] colors = new byte[palette.size() * 3];
        for (int i = 0; i < palette.size(); i++) {
            colors[i * 3] = (byte) (palette.get(i) >> 16);
            colors[i * 3 + 1] = (byte) (palette.get(i) >> 8);
            colors[i * 3 + 2] = (byte) (int) palette.get(i);
        }
        return colors;
    }

    private byte[] compressed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            for (int row = 0; row < height; row++) {
                deflater.write(0);
                deflater.write(Arrays.copyOfRange(points, row * width, (row + 1) * width));
            }
        }
        return bytes.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        DataOutputStream data = new DataOutputStream(file);
        data.writeInt(content.length);
        data.write(name);
        data.write(content);
        data.writeInt((int) checksum.getValue());
    }
}
