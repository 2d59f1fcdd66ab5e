package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.LogfmtCursor;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code | logfmt label="key", …}: only the named keys, the last one of each in the line. */
final class LogfmtExpressionParser implements Stage {

    private final Map<String, String> keysByLabel;
    private final boolean strict;

    LogfmtExpressionParser(Map<String, String> keysByLabel, boolean strict) {
        this.keysByLabel = new LinkedHashMap<>(keysByLabel);
        this.strict = strict;
    }

    @Override
    public boolean process(Entry entry) {
        LabelsBuilder labels = entry.labels;
        if (labels.hints().needsNoLabels()) {
            return true;
        }
        for (String label : keysByLabel.keySet()) {
            if (!labels.clashes(label)) {
                labels.set(label, "");
            }
        }
        LogfmtCursor cursor = new LogfmtCursor(entry.buffer, entry.offset, entry.length);
        boolean goesOn = true;
        while (goesOn && !cursor.isAtEnd()) {
            goesOn = cursor.next() ? extract(cursor, labels) : !strict;
        }
        if (strict && cursor.error() != null) {
            labels.setParserError("LogfmtParserErr", cursor.error());
        }
        return true;
    }

    /** False when there is nothing more to find. */
    private boolean extract(LogfmtCursor cursor, LabelsBuilder labels) {
        String key = LabelNames.sanitize(cursor.key());
        ParserHints hints = labels.hints();
        boolean isWanted = keysByLabel.containsKey(key) || hints.shouldExtract(key) && !hints.wasExtracted(key);
        if (key.isEmpty() || !isWanted) {
            return true;
        }
        String name = labelFor(key);
        if (!keysByLabel.containsKey(name)) {
            return true;
        }
        if (labels.clashes(name)) {
            name += ParserHints.DUPLICATE_SUFFIX;
            if (hints.wasExtracted(name) || !hints.shouldExtract(name)) {
                return false;
            }
        }
        String value = cursor.value();
        labels.set(name, value.indexOf('\ufffd') >= 0 ? "" : value);
        return !hints.hasAllRequired();
    }

    private String labelFor(String key) {
        for (Map.Entry<String, String> expression : keysByLabel.entrySet()) {
            if (expression.getValue().equals(key)) {
                return expression.getKey();
            }
        }
        return key;
    }
}
