package io.tocsin.importer.elastalert;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a search index makes of words: it knows no case of letters where a text is analysed. The field that holds the text of
 * the line is the line itself here.
 */
final class IndexedWords {

    private static final Set<String> LINE =
            Set.of("message", "msg", "log", "event.original", "_all", "line", "@message");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\.\\[\\]{}()*+?^$|]");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private IndexedWords() {}

    static boolean isLine(@Nullable String field) {
        return field == null || LINE.contains(nameOf(field).toLowerCase(Locale.ROOT));
    }

    /** Without what an index adds to a field that is not analysed. */
    static String nameOf(String field) {
        return field.replaceFirst("\\.(keyword|raw)$", "");
    }

    /** As label of a line that is JSON: {@code kubernetes.pod} is {@code kubernetes_pod}. */
    static String label(String field) {
        String name = nameOf(field).replaceAll("[^A-Za-z0-9_]", "_");
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    static DocumentFilter phrase(@Nullable String field, String text) {
        if (isLine(field)) {
            return new DocumentFilter.InLine(escaped(text));
        }
        return new DocumentFilter.Like(String.valueOf(field), "(?i)" + escaped(text));
    }

    /** A value that is not analysed. */
    static DocumentFilter exactly(String field, String value) {
        return isLine(field) ? new DocumentFilter.InLine(escaped(value)) : new DocumentFilter.Equal(field, value);
    }

    /** @param word may have {@code *} and {@code ?}, which stand for any letters and for one */
    static DocumentFilter word(@Nullable String field, String word) {
        String regex = wildcard(word);
        if (isLine(field)) {
            return new DocumentFilter.InLine(regex.replaceAll("^\\.\\*|\\.\\*$", ""));
        }
        String name = String.valueOf(field);
        boolean isExact = !name.equals(nameOf(name)) || NUMBER.matcher(word).matches();
        boolean isPlain = regex.equals(escaped(word.replaceAll("\\\\(.)", "$1")));
        if (isExact && isPlain) {
            return new DocumentFilter.Equal(name, word.replaceAll("\\\\(.)", "$1"));
        }
        return new DocumentFilter.Like(name, isExact ? regex : "(?i)" + regex);
    }

    static DocumentFilter regex(@Nullable String field, String regex) {
        return isLine(field) ? new DocumentFilter.InLine(regex) : new DocumentFilter.Like(String.valueOf(field), regex);
    }

    private static String wildcard(String word) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\' && i + 1 < word.length()) {
                regex.append(escaped(String.valueOf(word.charAt(++i))));
            } else if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(escaped(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    static String escaped(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
