package io.tocsin.importer.elastalert;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code query_string} queries, as in {@code level:ERROR AND NOT message:"timed out" AND status:[500 TO 599]}. */
final class LuceneParser {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:([()])|(&&|\\|\\||[!+-](?=\\S))|(\"(?:\\\\.|[^\"\\\\])*\")"
                    + "|(/(?:\\\\.|[^/\\\\])+/)|([\\[{][^\\]}]*\\bTO\\b[^\\]}]*[\\]}])|((?:\\\\.|[^\\s():\"\\\\])+:)|((?:\\\\.|[^\\s()\"\\\\])+))");
    private static final Pattern COMPARISON = Pattern.compile("(>=|<=|>|<)\\s*(-?\\d+(?:\\.\\d+)?)");
    private static final Pattern RANGE = Pattern.compile("([\\[{])\\s*(\\S+)\\s+TO\\s+(\\S+)\\s*([\\]}])");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private final List<String> tokens = new ArrayList<>();
    private int next;

    private LuceneParser() {}

    /** @throws IllegalArgumentException when it cannot be read, or asks for what only a search index has */
    static DocumentFilter parse(String query) {
        LuceneParser parser = new LuceneParser();
        Matcher matcher = TOKEN.matcher(query.strip());
        int end = 0;
        while (end < query.strip().length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new IllegalArgumentException(
                        "unexpected \"" + query.strip().charAt(end) + "\"");
            }
            parser.tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        DocumentFilter filter = parser.either(null);
        if (parser.next < parser.tokens.size()) {
            throw new IllegalArgumentException("unexpected \"" + parser.tokens.get(parser.next) + "\"");
        }
        return filter;
    }

    private boolean isNext(String... words) {
        return next < tokens.size() && List.of(words).contains(tokens.get(next));
    }

    private boolean accept(String... words) {
        boolean isThere = isNext(words);
        next += isThere ? 1 : 0;
        return isThere;
    }

    private DocumentFilter either(@Nullable String field) {
        List<DocumentFilter> parts = new ArrayList<>();
        do {
            parts.add(both(field));
        } while (accept("OR", "||"));
        return parts.size() == 1 ? parts.get(0) : new DocumentFilter.Any(parts);
    }

    private DocumentFilter both(@Nullable String field) {
        List<DocumentFilter> parts = new ArrayList<>();
        do {
            parts.add(sideBySide(field));
        } while (accept("AND", "&&"));
        return parts.size() == 1 ? parts.get(0) : new DocumentFilter.All(parts);
    }

    /** IndexedWords without an operator between them: any of those that may be, all that must be, none that must not be. */
    private DocumentFilter sideBySide(@Nullable String field) {
        List<DocumentFilter> may = new ArrayList<>();
        List<DocumentFilter> must = new ArrayList<>();
        do {
            if (accept("+")) {
                must.add(single(field));
            } else if (accept("-", "!", "NOT")) {
                must.add(new DocumentFilter.Not(single(field)));
            } else {
                may.add(single(field));
            }
        } while (next < tokens.size() && !isNext(")", "AND", "OR", "&&", "||"));
        if (!may.isEmpty() && must.stream().allMatch(DocumentFilter.Not.class::isInstance)) {
            must.add(0, may.size() == 1 ? may.get(0) : new DocumentFilter.Any(may));
        }
        return must.size() == 1 ? must.get(0) : new DocumentFilter.All(must);
    }

    private DocumentFilter single(@Nullable String field) {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("it ends too early");
        }
        if (accept("(")) {
            DocumentFilter inner = either(field);
            if (!accept(")")) {
                throw new IllegalArgumentException("a bracket is not closed");
            }
            return inner;
        }
        String token = tokens.get(next++);
        if (token.endsWith(":") && token.length() > 1) {
            return single(token.substring(0, token.length() - 1).replace("\\", ""));
        }
        return leaf(field, token);
    }

    private DocumentFilter leaf(@Nullable String field, String token) {
        if ("_exists_".equals(field)) {
            return new DocumentFilter.Exists(token);
        }
        if (token.startsWith("\"")) {
            return IndexedWords.phrase(
                    field, token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1"));
        }
        if (token.startsWith("/") && token.endsWith("/") && token.length() > 2) {
            return IndexedWords.regex(field, token.substring(1, token.length() - 1));
        }
        if (token.equals("*")) {
            return field == null ? new DocumentFilter.All(List.of()) : new DocumentFilter.Exists(field);
        }
        Matcher comparison = COMPARISON.matcher(token);
        if (field != null && comparison.matches()) {
            return new DocumentFilter.Compared(field, comparison.group(1), comparison.group(2));
        }
        Matcher range = RANGE.matcher(token);
        if (range.matches()) {
            return range(field, range);
        }
        if (token.matches(".*[^\\\\]~\\d*(\\.\\d+)?")) {
            throw new IllegalArgumentException("\"" + token + "\" asks for similar words; write out which");
        }
        return IndexedWords.word(field, token.replaceAll("\\^[\\d.]+$", ""));
    }

    private static DocumentFilter range(@Nullable String field, Matcher range) {
        List<DocumentFilter> bounds = new ArrayList<>();
        if (field == null) {
            throw new IllegalArgumentException("the range " + range.group() + " is of no field");
        }
        bound(field, range.group(2), range.group(1).equals("[") ? ">=" : ">", bounds);
        bound(field, range.group(3), range.group(4).equals("]") ? "<=" : "<", bounds);
        return new DocumentFilter.All(bounds);
    }

    private static void bound(String field, String value, String operator, List<DocumentFilter> bounds) {
        if (value.equals("*")) {
            return;
        }
        if (!NUMBER.matcher(value).matches()) {
            throw new IllegalArgumentException("\"" + value + "\" is no number, and only numbers compare here");
        }
        bounds.add(new DocumentFilter.Compared(field, operator, value));
    }
}
