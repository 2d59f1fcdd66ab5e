package io.tocsin.contactpoint.store;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A contact point as the file would write it: {@code name}, {@code type}, {@code settings} and so on. May hold secrets
 * in plain text, so it prints nothing.
 */
public final class ContactPointDefinition {

    /** Settings that let their holder post; they go in, and never come out again. */
    public static final Set<String> SECRET_SETTINGS = Set.of(
            "url", "token", "authorization", "headers", "app_token", "signing_secret", "bot_token", "public_key");

    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {};
    private static final String SETTINGS = "settings";
    private static final List<String> ADDRESSES = List.of("url", "api_url");

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
        return MAPPER.writeValueAsString(Map.of("contact_points", List.of(fields)));
    }

    /** What a form may show; the secrets are absent. */
    public Map<String, Object> withoutSecrets() {
        Map<String, Object> shown = new LinkedHashMap<>(fields);
        Map<String, Object> settings = new LinkedHashMap<>(settings());
        settings.keySet().removeAll(SECRET_SETTINGS);
        shown.put(SETTINGS, settings);
        return shown;
    }

    /** The names of the secrets that it has. */
    public Set<String> secrets() {
        Set<String> names = new TreeSet<>(settings().keySet());
        names.retainAll(SECRET_SETTINGS);
        return names;
    }

    /**
     * Secrets that a form left empty stay as they were, while they go to where they went: whoever may change a contact point
     * must not have its token sent to a server of theirs.
     */
    ContactPointDefinition keepingSecretsOf(ContactPointDefinition before) {
        Map<String, Object> settings = new LinkedHashMap<>(settings());
        boolean isSameType = String.valueOf(fields.get("type")).equals(String.valueOf(before.fields.get("type")))
                && destinations(settings, before.settings()).equals(destinations(before.settings(), Map.of()));
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

    /** Scheme, host and port of every address in the settings; of one that is left empty, as it was before. */
    private static Map<String, String> destinations(Map<String, Object> settings, Map<String, Object> before) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String address : ADDRESSES) {
            String text = String.valueOf(settings.getOrDefault(address, "")).strip();
            boolean isLeft = text.isEmpty() && SECRET_SETTINGS.contains(address);
            found.put(address, origin(isLeft ? String.valueOf(before.getOrDefault(address, "")) : text));
        }
        return found;
    }

    private static String origin(String address) {
        try {
            URI uri = URI.create(address.strip());
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + uri.getPort();
        } catch (IllegalArgumentException e) {
            return address;
        }
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
