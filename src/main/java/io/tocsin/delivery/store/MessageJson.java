package io.tocsin.delivery.store;

import io.tocsin.label.Labels;
import io.tocsin.message.Message;
import io.tocsin.message.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
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

/** Messages as the outbox stores them. A newer version's fields are ignored, so that replicas may differ. */
final class MessageJson {

    private final JsonMapper mapper = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addModule(new SimpleModule()
                    .addSerializer(Labels.class, new LabelsSerializer())
                    .addDeserializer(Labels.class, new LabelsDeserializer())
                    .addDeserializer(Note.class, new NoteDeserializer()))
            .build();

    String write(Message message) {
        return mapper.writeValueAsString(message);
    }

    Message read(String json) {
        return mapper.readValue(json, Message.class);
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
                return Note.of(Note.Kind.TEXT, node.asString());
            }
            List<String> arguments = new ArrayList<>();
            node.path("arguments").forEach(argument -> arguments.add(argument.asString()));
            String kind = node.path("kind").asString();
            return Stream.of(Note.Kind.values())
                    .filter(known -> known.name().equals(kind))
                    .findFirst()
                    .map(known -> new Note(known, arguments))
                    .orElseGet(() -> Note.of(Note.Kind.TEXT, String.join(" ", arguments)));
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
