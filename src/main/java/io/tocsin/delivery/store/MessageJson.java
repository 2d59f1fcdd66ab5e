package io.tocsin.delivery.store;

import io.tocsin.alert.ResolveReason;
import io.tocsin.database.StoredEnums;
import io.tocsin.evidence.Evidence;
import io.tocsin.label.Labels;
import io.tocsin.message.AlertEntry;
import io.tocsin.message.Message;
import io.tocsin.message.Mute;
import io.tocsin.message.Note;
import io.tocsin.notification.NotificationReason;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Messages as the outbox stores them. A newer version's fields are ignored, and so are its words where this one can do
 * without, so that replicas may differ.
 */
final class MessageJson {

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addSerializer(Labels.class, new LabelsSerializer())
                    .addDeserializer(Labels.class, new LabelsDeserializer())
                    .addDeserializer(Note.class, new NoteDeserializer())
                    .addDeserializer(NotificationReason.class, new LenientWord<>(NotificationReason.OTHER))
                    .addDeserializer(ResolveReason.class, new LenientWord<>(ResolveReason.OTHER))
                    .addDeserializer(Mute.MuteKind.class, new LenientWord<>(Mute.MuteKind.SILENCE))
                    .addDeserializer(Evidence.LinePlace.class, new LenientWord<>(Evidence.LinePlace.MATCH))
                    .addDeserializer(Evidence.Cause.class, new LenientWord<>(Evidence.Cause.QUERY_FAILED)))
            .build();

    String write(Message message) {
        return mapper.writeValueAsString(message);
    }

    /** @throws RuntimeException if this version cannot read it; whether an alert fires is never guessed */
    Message read(String json) {
        Message message = mapper.readValue(json, Message.class);
        require("group", message.group());
        require("groupKey", message.groupKey());
        require("receiver", message.receiver());
        require("groupLabels", message.groupLabels());
        require("commonLabels", message.commonLabels());
        require("reason", message.reason());
        require("status", message.status());
        require("counts", message.counts());
        require("links", message.links());
        require("at", message.at());
        message.alerts().forEach(MessageJson::check);
        return message;
    }

    private static void check(AlertEntry alert) {
        require("alertId", alert.alertId());
        require("status", alert.status());
        require("labels", alert.labels());
        require("course", alert.course());
        require("source", alert.source());
        require("activeAt", alert.activeAt());
        require("firedAt", alert.firedAt());
        require("evidence", alert.evidence());
        require("links", alert.links());
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalStateException("the message has no " + field);
        }
    }

    /** A word of which newer versions may have more. */
    private static final class LenientWord<E extends Enum<E>> extends ValueDeserializer<E> {

        private final E other;

        LenientWord(E other) {
            this.other = other;
        }

        @Override
        public E deserialize(JsonParser json, DeserializationContext context) {
            return StoredEnums.read(json.getString(), other);
        }
    }

    private static final class LabelsSerializer extends ValueSerializer<Labels> {

        @Override
        public void serialize(Labels labels, JsonGenerator json, SerializationContext context) {
            json.writePOJO(labels.asMap());
        }
    }

    /** An older version stored notes as plain texts, and a newer one may have notes that this one does not know. */
    private static final class NoteDeserializer extends ValueDeserializer<Note> {

        @Override
        public Note deserialize(JsonParser json, DeserializationContext context) {
            JsonNode node = json.readValueAsTree();
            if (node.isString()) {
                return Note.of(Note.NoteKind.TEXT, node.asString());
            }
            List<String> arguments = new ArrayList<>();
            node.path("arguments").forEach(argument -> arguments.add(argument.asString()));
            String kind = node.path("kind").asString("");
            return Stream.of(Note.NoteKind.values())
                    .filter(known -> known.name().equals(kind))
                    .findFirst()
                    .map(known -> new Note(known, arguments))
                    .orElseGet(() -> Note.of(Note.NoteKind.TEXT, String.join(" ", arguments)));
        }
    }

    private static final class LabelsDeserializer extends ValueDeserializer<Labels> {

        private static final TypeReference<TreeMap<String, String>> MAP = new TypeReference<>() {};

        @Override
        public Labels deserialize(JsonParser json, DeserializationContext context) {
            TreeMap<String, String> values = json.readValueAs(MAP);
            return Labels.of(values);
        }
    }
}
