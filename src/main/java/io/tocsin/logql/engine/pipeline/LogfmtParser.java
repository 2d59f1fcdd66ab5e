package io.tocsin.logql.engine.pipeline;

import io.tocsin.text.LogfmtCursor;

/** {@code | logfmt}: every pair becomes a label. */
final class LogfmtParser implements Stage {

    private final boolean strict;
    private final boolean keepsEmpty;

    LogfmtParser(boolean strict, boolean keepsEmpty) {
        this.strict = strict;
        this.keepsEmpty = keepsEmpty;
    }

    @Override
    public boolean process(Entry entry) {
        LabelsBuilder labels = entry.labels;
        if (labels.hints().needsNoLabels()) {
            return true;
        }
        LogfmtCursor cursor = new LogfmtCursor(entry.buffer, entry.offset, entry.length);
        while (!cursor.isAtEnd()) {
            if (!cursor.next()) {
                if (strict) {
                    break;
                }
                continue;
            }
            extract(cursor, labels);
            if (labels.hints().hasAllRequired()) {
                break;
            }
        }
        if (strict && cursor.error() != null) {
            labels.setParserError("LogfmtParserErr", cursor.error());
        }
        return true;
    }

    private void extract(LogfmtCursor cursor, LabelsBuilder labels) {
        String name = LabelNames.sanitize(cursor.key());
        if (name.isEmpty()) {
            return;
        }
        if (labels.clashes(name)) {
            name += ParserHints.DUPLICATE_SUFFIX;
        }
        if (!labels.hints().shouldExtract(name) || labels.hints().wasExtracted(name)) {
            return;
        }
        String value = cursor.value().replace('\ufffd', ' ');
        if (keepsEmpty || !value.isEmpty()) {
            labels.set(name, value);
        }
    }
}
