package io.tocsin.logstore.push;

import io.tocsin.label.Labels;
import io.tocsin.logstore.entry.LogEntry;
import io.tocsin.logstore.entry.StreamEntries;
import io.tocsin.text.go.Utf8;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Sorts the good entries of a push from the bad and gives the good ones the form in which they are stored. */
final class PushValidator {

    private static final Map<String, Labels> ONLY_LEVEL = new LinkedHashMap<>();

    static {
        for (String level : List.of("unknown", "trace", "debug", "info", "warn", "error", "critical", "fatal")) {
            ONLY_LEVEL.put(level, Labels.of(LevelDetector.LABEL, level));
        }
    }

    private final PushLimits limits;
    private final ObjIntConsumer<RejectReason> rejects;

    PushValidator(PushLimits limits, ObjIntConsumer<RejectReason> rejects) {
        this.limits = limits;
        this.rejects = rejects;
    }

    /** @throws PushException with status 422 when there is no stream, 500 when metadata cannot be named */
    ValidatedPush validate(List<PushedStream> streams, Instant now) {
        if (streams.isEmpty()) {
            throw new PushException(422, "error at least one valid stream is required for ingestion");
        }
        EntryCheck check = new EntryCheck(limits, now);
        Rejections errors = new Rejections();
        List<StreamEntries> accepted = new ArrayList<>(streams.size());
        for (PushedStream stream : streams) {
            if (stream.entries().isEmpty()) {
                continue;
            }
            Labels labels = ServiceName.addTo(stream.labels());
            EntryCheck.Violation violation = labelViolation(stream, labels);
            if (violation != null) {
                errors.add(violation.message());
                rejects.accept(violation.reason(), stream.entries().size());
                continue;
            }
            List<LogEntry> entries = validEntries(stream, labels, check, errors);
            if (!entries.isEmpty()) {
                accepted.add(new StreamEntries(labels, entries));
            }
        }
        return new ValidatedPush(accepted, errors.summary());
    }

    private EntryCheck.@Nullable Violation labelViolation(PushedStream stream, Labels labels) {
        int names = labels.size() - 1;
        if (names > limits.labels().maxNames()) {
            return new EntryCheck.Violation(
                    RejectReason.MAX_LABEL_NAMES,
                    "entry for stream '" + Rejections.shown(labels) + "' has " + names + " label names; limit "
                            + limits.labels().maxNames());
        }
        for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
            if (Utf8.length(label.getKey()) > limits.labels().maxNameBytes()) {
                return new EntryCheck.Violation(
                        RejectReason.LABEL_NAME_TOO_LONG,
                        "stream '" + Rejections.shown(labels) + "' has label name too long: '"
                                + Rejections.shortened(label.getKey()) + "'");
            }
            if (Utf8.length(label.getValue()) > limits.labels().maxValueBytes()) {
                return new EntryCheck.Violation(
                        RejectReason.LABEL_VALUE_TOO_LONG,
                        "stream '" + Rejections.shown(labels) + "' has label value too long: '"
                                + Rejections.shortened(label.getValue()) + "'");
            }
        }
        return stream.duplicateName() == null
                ? null
                : new EntryCheck.Violation(
                        RejectReason.DUPLICATE_LABEL_NAMES,
                        "stream '" + Rejections.shown(labels) + "' has duplicate label name: '"
                                + Rejections.shortened(stream.duplicateName()) + "'");
    }

    private List<LogEntry> validEntries(PushedStream stream, Labels labels, EntryCheck check, Rejections errors) {
        List<LogEntry> entries = new ArrayList<>(stream.entries().size());
        String shown = Rejections.shown(labels);
        for (PushedStream.PushedEntry entry : stream.entries()) {
            EntryCheck.Violation violation = check.violation(shown, entry);
            if (violation == null) {
                entries.add(new LogEntry(entry.timestampNanos(), entry.line(), metadataOf(labels, entry)));
            } else {
                errors.add(violation.message());
                rejects.accept(violation.reason(), 1);
            }
        }
        return entries;
    }

    private Labels metadataOf(Labels labels, PushedStream.PushedEntry entry) {
        if (entry.metadata().isEmpty()) {
            String level = LevelDetector.detect(labels, Labels.empty(), entry.line());
            Labels known = ONLY_LEVEL.get(level);
            return known == null ? Labels.of(LevelDetector.LABEL, level) : known;
        }
        Labels metadata = normalized(entry.metadata());
        String given = metadata.get(LevelDetector.LABEL);
        return metadata.with(
                LevelDetector.LABEL,
                given.isEmpty() ? LevelDetector.detect(labels, metadata, entry.line()) : LevelNames.normalize(given));
    }

    private Labels normalized(List<String> metadata) {
        TreeMap<String, String> names = new TreeMap<>();
        try {
            for (int i = 0; i < metadata.size(); i += 2) {
                // U+FFFD stands for bytes that were not UTF-8; Loki takes it out of metadata values.
                String value = metadata.get(i + 1);
                names.put(
                        MetadataNames.normalize(metadata.get(i)),
                        value.indexOf('\ufffd') < 0 ? value : value.replace("\ufffd", ""));
            }
        } catch (PushException e) {
            rejects.accept(RejectReason.INVALID_METADATA_NAME, 1);
            throw e;
        }
        return Labels.of(names);
    }
}
