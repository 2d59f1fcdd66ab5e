package io.tocsin.logql.engine.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The expression of {@code | pattern} and {@code |>}: literal text and captures such as {@code <ip>} or {@code <_>}, in
 * turn.
 */
final class PatternTemplate {

    private static final String UNNAMED = "_";

    /** A part: a capture if it has a name, literal text otherwise. */
    record Part(String capture, ContainsFilter literal, int literalLength) {

        boolean isCapture() {
            return !capture.isEmpty();
        }

        boolean isNamed() {
            return isCapture() && !capture.equals(UNNAMED);
        }
    }

    private static final ContainsFilter NO_LITERAL = new ContainsFilter("");

    private final List<Part> parts;

    private PatternTemplate(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException with Loki's message */
    static PatternTemplate forParser(String text) {
        List<Part> parts = split(text);
        if (parts.stream().noneMatch(Part::isNamed)) {
            throw new IllegalArgumentException("at least one capture is required");
        }
        rejectConsecutive(parts);
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            if (part.isNamed() && !names.add(part.capture())) {
                throw new IllegalArgumentException(
                        "duplicate capture name (" + part.capture() + "): invalid expression");
            }
        }
        return new PatternTemplate(parts);
    }

    /** @throws IllegalArgumentException with Loki's message */
    static PatternTemplate forFilter(String text) {
        List<Part> parts = text.isEmpty() ? List.of() : split(text);
        rejectConsecutive(parts);
        for (Part part : parts) {
            if (part.isNamed()) {
                throw new IllegalArgumentException("named captures are not allowed: found '<" + part.capture() + ">'");
            }
        }
        return new PatternTemplate(parts);
    }

    private static void rejectConsecutive(List<Part> parts) {
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).isCapture() && parts.get(i - 1).isCapture()) {
                throw new IllegalArgumentException("found consecutive capture '<"
                        + parts.get(i - 1).capture() + "><" + parts.get(i).capture() + ">': invalid expression");
            }
        }
    }

    private static List<Part> split(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("syntax error: unexpected $end, expecting IDENTIFIER or LITERAL");
        }
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = captureEnd(text, at);
            if (end < 0) {
                literal.append(text.charAt(at++));
            } else {
                addLiteral(parts, literal);
                parts.add(new Part(text.substring(at + 1, end), NO_LITERAL, 0));
                at = end + 1;
            }
        }
        addLiteral(parts, literal);
        return parts;
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal) {
        if (literal.length() > 0) {
            String text = literal.toString();
            parts.add(new Part("", new ContainsFilter(text), text.getBytes(StandardCharsets.UTF_8).length));
            literal.setLength(0);
        }
    }

    /** The index of the closing bracket of a capture that begins here, or -1. */
    private static int captureEnd(String text, int at) {
        if (text.charAt(at) != '<') {
            return -1;
        }
        int end = at + 1;
        while (end < text.length() && isNameCharacter(text.charAt(end), end == at + 1)) {
            end++;
        }
        return end > at + 1 && end < text.length() && text.charAt(end) == '>' ? end : -1;
    }

    private static boolean isNameCharacter(char c, boolean isFirst) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || !isFirst && c >= '0' && c <= '9';
    }

    /** The names of the captures that are not {@code <_>}, in order. */
    List<String> names() {
        return parts.stream().filter(Part::isNamed).map(Part::capture).toList();
    }

    /**
     * Cuts the line; the named captures in order. When a literal is missing, the capture before it takes the rest and
     * the captures after it are left out.
     */
    List<String> capture(byte[] buffer, int offset, int length) {
        List<String> captures = new ArrayList<>();
        int at = offset;
        int end = offset + length;
        int index = 0;
        if (length == 0) {
            return captures;
        }
        if (!parts.get(0).isCapture()) {
            if (parts.get(0).literal().indexOf(buffer, at, length) != at) {
                return captures;
            }
            at += parts.get(0).literalLength();
            index = 1;
        }
        for (; index < parts.size(); index += 2) {
            boolean isLast = index == parts.size() - 1;
            int found = isLast ? -1 : parts.get(index + 1).literal().indexOf(buffer, at, end - at);
            int captureEnd = found < 0 ? end : found;
            if (parts.get(index).isNamed()) {
                captures.add(new String(buffer, at, captureEnd - at, StandardCharsets.UTF_8));
            }
            if (found < 0) {
                return captures;
            }
            at = found + parts.get(index + 1).literalLength();
        }
        return captures;
    }

    /** Whether the line has this form: its start may be anything, captures must not be empty. */
    boolean matches(byte[] buffer, int offset, int length) {
        if (length == 0 || parts.isEmpty()) {
            return length == 0 && parts.isEmpty();
        }
        int at = offset;
        int end = offset + length;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.isCapture()) {
                continue;
            }
            int found = part.literal().indexOf(buffer, at, end - at);
            if (found < 0 || i != 0 && found == at) {
                return false;
            }
            at = found + part.literalLength();
        }
        boolean endsOnCapture = parts.get(parts.size() - 1).isCapture();
        return endsOnCapture == (at != end);
    }
}
