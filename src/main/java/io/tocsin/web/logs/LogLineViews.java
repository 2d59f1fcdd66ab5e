package io.tocsin.web.logs;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.tocsin.datasource.LogLine;
import io.tocsin.logql.ast.LogSelectorExpr;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Log lines as the page shows them. Their texts are untrusted and escaped by the template. */
final class LogLineViews {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_JSON = 64 * 1024;
    private static final long NANOS = 1_000_000_000L;
    private static final Pattern LEVEL = Pattern.compile(
            "(?i)\\b(fatal|severe|critical|panic|error|err|exception|warn|warning|info|notice|debug|trace)\\b");

    private final LogSelectorExpr query;
    private final LineHits hits;
    private final Set<String> ofStreams;

    /**
     * Views of the lines of one query.
     *
     * @param ofStreams the names that labels of streams have; others are of the line: metadata, or read from it by
     *     the query; empty: not known
     */
    LogLineViews(LogSelectorExpr query, Set<String> ofStreams) {
        this.query = query;
        this.hits = LineHits.of(query);
        this.ofStreams = ofStreams;
    }

    /** @param query with only the lines that have this label */
    record LabelLink(String name, String value, String query) {}

    /**
     * One line.
     *
     * @param json indented, when the line is a JSON object; else empty
     * @param nanos of its time, as context links have it
     * @param stream the query of its stream alone
     */
    record LineView(
            Instant at,
            String nanos,
            List<LineHits.HitPart> parts,
            String text,
            String level,
            List<LabelLink> labels,
            String stream,
            String json) {

        /** When the line is folded only its beginning is shown. */
        public boolean folds() {
            return !json.isEmpty();
        }
    }

    LineView of(LogLine line) {
        Map<String, String> labels = line.labels().asMap();
        return new LineView(
                line.timestamp(),
                nanos(line.timestamp()),
                hits.split(line.line()),
                line.line(),
                level(line.line()),
                labels.entrySet().stream()
                        .map(label -> link(label.getKey(), label.getValue()))
                        .toList(),
                LogQueries.stream(labels, ofStreams.isEmpty() ? labels.keySet() : ofStreams),
                json(line.line()));
    }

    private LabelLink link(String name, String value) {
        boolean isOfStream = ofStreams.isEmpty() || ofStreams.contains(name);
        return new LabelLink(
                name,
                value,
                isOfStream ? LogQueries.withLabel(query, name, value) : LogQueries.withReadLabel(query, name, value));
    }

    /**
     * What a line names, as the class that colours it: {@code error}, {@code warn}, {@code info}, {@code debug}, or empty;
     * the first word that names a level counts.
     */
    private static String level(String line) {
        Matcher word = LEVEL.matcher(line);
        if (!word.find()) {
            return "";
        }
        return switch (word.group().toLowerCase(Locale.ROOT)) {
            case "warn", "warning" -> "warn";
            case "info", "notice" -> "info";
            case "debug", "trace" -> "debug";
            default -> "error";
        };
    }

    static String nanos(Instant at) {
        return Long.toString(at.getEpochSecond() * NANOS + at.getNano());
    }

    private static String json(String line) {
        String text = line.strip();
        if (!text.startsWith("{") || !text.endsWith("}") || text.length() > MAX_JSON) {
            return "";
        }
        try {
            JsonNode read = JSON.readTree(text);
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(read);
        } catch (JacksonException e) {
            // It only looked like JSON.
            return "";
        }
    }
}
