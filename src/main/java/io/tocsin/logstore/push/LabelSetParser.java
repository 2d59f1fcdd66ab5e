package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import io.tocsin.text.go.ConversionException;
import io.tocsin.text.go.Quoting;
import io.tocsin.text.go.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the label sets of pushes: {@code {job="ocr", host="server1"}} in Prometheus' text form. */
final class LabelSetParser {

    private final String text;
    private int position;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable String duplicateName;

    private LabelSetParser(String text) {
        this.text = text;
    }

    /** @throws PushException with Loki's status 400 when the text is not a label set */
    static PushedStream parse(String text, List<PushedStream.PushedEntry> entries) {
        LabelSetParser parser = new LabelSetParser(text);
        parser.readSet();
        return new PushedStream(Labels.of(parser.labels), parser.duplicateName, entries);
    }

    /** Labels that came as a JSON object; refuses names that could not be written as text. */
    static Labels of(Map<String, String> labels) {
        for (String name : labels.keySet()) {
            if (!isName(name)) {
                throw badName(name, labels);
            }
        }
        return Labels.of(labels);
    }

    static boolean isName(String name) {
        if (name.isEmpty() || isDigit(name.charAt(0))) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isNamePart(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static PushException badName(String name, Map<String, String> labels) {
        int column = 2;
        List<String> names = new ArrayList<>(labels.keySet());
        names.sort(null);
        for (String other : names) {
            if (other.equals(name)) {
                break;
            }
            // One byte each for the equals sign and the blank after the comma, two quotes, one comma.
            column += Utf8.length(other) + Utf8.length(labels.getOrDefault(other, "")) + 5;
        }
        int at = 0;
        while (at < name.length() && isNamePart(name.charAt(at)) && !(at == 0 && isDigit(name.charAt(0)))) {
            at++;
        }
        if (name.isEmpty()) {
            return error(column, "unexpected \"=\" in label set, expected identifier or \"}\"");
        }
        String character = new String(Character.toChars(name.codePointAt(at)));
        return error(column + at, "unexpected character inside braces: '" + character + "'");
    }

    private void readSet() {
        skipBlanks();
        if (position == text.length()) {
            return;
        }
        expect('{');
        skipBlanks();
        while (peek() != '}') {
            readLabel();
            skipBlanks();
            if (peek() == ',') {
                position++;
                skipBlanks();
            } else if (peek() != '}') {
                throw unexpected("\",\" or \"}\"");
            }
        }
        position++;
        skipBlanks();
        if (position < text.length()) {
            throw unexpected("end of input");
        }
    }

    private void readLabel() {
        int start = position;
        String name = peek() == '"' ? readQuoted('"') : readName();
        if (!isName(name)) {
            throw error(start + 1, "unexpected character inside braces: '" + name + "'");
        }
        skipBlanks();
        expect('=');
        skipBlanks();
        char quote = peek();
        if (quote != '"' && quote != '\'' && quote != '`') {
            throw unexpected("string");
        }
        if (labels.put(name, readQuoted(quote)) != null) {
            duplicateName = name;
        }
    }

    private String readName() {
        int start = position;
        while (position < text.length() && isNamePart(text.charAt(position))) {
            position++;
        }
        if (start == position || isDigit(text.charAt(start))) {
            position = start;
            throw error(position + 1, "unexpected character inside braces: '" + peekText() + "'");
        }
        return text.substring(start, position);
    }

    private String readQuoted(char quote) {
        int start = position++;
        while (position < text.length() && text.charAt(position) != quote) {
            position += text.charAt(position) == '\\' && quote != '`' ? 2 : 1;
        }
        if (position >= text.length()) {
            throw error(start + 1, "unterminated quoted string");
        }
        position++;
        try {
            return Quoting.unquotePrometheus(text.substring(start, position));
        } catch (ConversionException e) {
            throw error(start + 1, "unknown escape sequence in a quoted string");
        }
    }

    private void expect(char character) {
        if (peek() != character) {
            throw unexpected("\"" + character + "\"");
        }
        position++;
    }

    private void skipBlanks() {
        while (position < text.length() && Utf8.isSpace(text.charAt(position))) {
            position++;
        }
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : '\0';
    }

    private String peekText() {
        return position < text.length() ? new String(Character.toChars(text.codePointAt(position))) : "";
    }

    private PushException unexpected(String expected) {
        String found = position < text.length() ? "'" + peekText() + "'" : "end of input";
        return error(position + 1, "unexpected " + found + " in label set, expected " + expected);
    }

    private static PushException error(int column, String message) {
        return PushException.malformed("couldn't parse labels: 1:" + column + ": parse error: " + message);
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
