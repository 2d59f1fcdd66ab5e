package io.tocsin.contactpoint.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A contact point as the file would write it: {@code name}, {@code type}, {@code settings} and so on. May hold secrets
 * in plain text, so it prints nothing.
 */
public final class ContactPointDefinition {

    /** Settings that let their holder post; they go in, and never come out again. */
    public static final Set<String> SECRET_SETTINGS = Set.of("url", "token", "authorization", "headers");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
    private static final String SETTINGS = "settings";

    private final Map<String, Object> fields;

    public ContactPointDefinition(Map<String, ?> fields) {
        this.fields = new LinkedHashMap<>(fields);
    }

    static ContactPointDefinition ofJson(String json) {
        return new ContactPointDefinition(MAPPER.readValue(json, MAP));
    }

    public String name() {
        return String.valueOf(fields.getOrDefault("name", "")).strip();
    }

    /** The whole with its secrets; for the encryption only. */
    String json() {
        return MAPPER.writeValueAsString(fields);
    }

    /** The file that would define exactly this contact point; JSON is YAML. */
    String asFile() {
        return MAPPER.writeValueAsString(Map.of("contact_points", java.util.List.of(fields)));
    }

    /** What a form may show; the secrets are absent. */
    public Map<String, Object> withoutSecrets() {
        Map<String, Object> shown = new LinkedHashMap<>(fields);
        Map<String, Object> settings = new LinkedHashMap<>(settings());
        settings.keySet().removeAll(SECRET_SETTINGS);
        shown.put(SETTINGS, settings);
        return shown;
    }

    /** Secrets that a form left empty stay as they were. */
    ContactPointDefinition keepingSecretsOf(ContactPointDefinition before) {
        Map<String, Object> settings = new LinkedHashMap<>(settings());
        boolean isSameType = String.valueOf(fields.get("type")).equals(String.valueOf(before.fields.get("type")));
        for (String secret : SECRET_SETTINGS) {
            Object old = before.settings().get(secret);
            boolean isEmpty = String.valueOf(settings.getOrDefault(secret, "")).isBlank();
            if (isSameType && old != null && isEmpty) {
                settings.put(secret, old);
            }
        }
        Map<String, Object> merged = new LinkedHashMap<>(fields);
        merged.put(SETTINGS, settings);
        return new ContactPointDefinition(merged);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (fields.get(SETTINGS) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> settings.put(String.valueOf(name), value));
        }
        return settings;
    }

    @Override
    public String toString() {
        return "contact point \"" + name() + "\"";
    }
}
