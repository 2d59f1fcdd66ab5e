package io.tocsin.web.contactpoints;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.store.ContactPointDefinition;
import io.tocsin.rule.ContactPointName;
import io.tocsin.template.TextTemplate;
import io.tocsin.web.FormValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** The fields of the contact point form; what they mean is what the provisioning file means by them. */
final class ContactPointForm {

    static final List<String> KINDS =
            Stream.of(ContactPointKind.values()).map(ContactPointKind::word).toList();

    private static final List<String> TOP =
            List.of("name", "type", "update", "messages", "language", "evidence", "fallback");
    /** One {@code Name: value} a line. */
    private static final Set<String> PAIRS = Set.of("headers", "people");

    private static final List<String> MENTION = List.of("severity", "slack", "discord");

    private static final Map<String, String> STAND_INS = Map.of(
            "url", "https://hooks.slack.com/services/T0/B0/preview",
            "token", "xoxb-preview",
            "channel", "C0PREVIEW");

    private ContactPointForm() {}

    /** The settings that this kind has. */
    static List<String> settingsOf(String kind) {
        return switch (kind) {
            case "slack" -> List.of("url", "title", "text");
            case "discord" -> List.of("url", "title", "text", "bot_token", "public_key", "people");
            case "slack_bot" ->
                List.of("token", "channel", "api_url", "title", "text", "app_token", "signing_secret", "people");
            case "webhook" -> List.of("url", "authorization", "headers");
            default -> List.of("title", "text");
        };
    }

    /** What was typed, as a definition; fields left empty are absent. */
    static ContactPointDefinition definition(FormValues form) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String field : TOP) {
            if (!form.text(field).isEmpty()) {
                fields.put(field, form.text(field));
            }
        }
        fields.put("send_resolved", form.has("send_resolved"));
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String field : settingsOf(form.text("type"))) {
            if (PAIRS.contains(field) && !form.text(field).isEmpty()) {
                settings.put(field, pairs(form.text(field)));
            } else if (!form.text(field).isEmpty()) {
                settings.put(field, form.text(field));
            }
        }
        fields.put("settings", settings);
        Map<String, Object> mention = new LinkedHashMap<>();
        for (String field : MENTION) {
            List<String> names = words(form.text("mention_" + field));
            if (!names.isEmpty()) {
                mention.put(field, names);
            }
        }
        if (!mention.isEmpty()) {
            fields.put("mention", mention);
        }
        return new ContactPointDefinition(fields);
    }

    /** The same with something in the place of secrets that are not typed, so that a preview can be drawn. */
    static ContactPointDefinition withStandIns(FormValues form) {
        MultiValueMap<String, String> values = new LinkedMultiValueMap<>(form.values());
        if (form.text("name").isEmpty()) {
            values.set("name", "preview");
        }
        STAND_INS.forEach((field, value) -> {
            boolean isDiscord = field.equals("url") && form.text("type").equals("discord");
            if (form.text(field).isEmpty()) {
                values.set(field, isDiscord ? "https://discord.com/api/webhooks/1/preview" : value);
            }
        });
        return definition(new FormValues(values));
    }

    private static List<String> words(String text) {
        return Stream.of(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList();
    }

    /** {@code Name: value}, one per line. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            pairs.put(name.strip(), colon < 0 ? "" : line.substring(colon + 1).strip());
        });
        return pairs;
    }

    /** The texts of the fields, without secrets; a secret that was typed has to be typed again. */
    static Map<String, String> shown(ContactPointDefinition definition) {
        Map<String, String> shown = new LinkedHashMap<>();
        definition.withoutSecrets().forEach((field, value) -> {
            if (value instanceof Map<?, ?> map) {
                String prefix = field.equals("mention") ? "mention_" : "";
                map.forEach((name, inner) -> shown.put(prefix + name, text(inner)));
            } else {
                shown.put(field, text(value));
            }
        });
        return shown;
    }

    /** What a form may show of a contact point of the file; its secrets and its channel have to be typed. */
    static Map<String, String> shown(ContactPoint contactPoint) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("type", contactPoint.kind().word());
        shown.put("update", contactPoint.update().name().toLowerCase(Locale.ROOT));
        shown.put("messages", contactPoint.grouping().name().toLowerCase(Locale.ROOT));
        shown.put("language", contactPoint.language().name().toLowerCase(Locale.ROOT));
        shown.put("evidence", contactPoint.lines().name().toLowerCase(Locale.ROOT));
        shown.put("send_resolved", String.valueOf(contactPoint.sendResolved()));
        ContactPointName fallback = contactPoint.fallback();
        shown.put("fallback", fallback == null ? "" : fallback.value());
        TextTemplate title = contactPoint.title();
        shown.put("title", title == null ? "" : title.source());
        TextTemplate text = contactPoint.text();
        shown.put("text", text == null ? "" : text.source());
        shown.put("mention_severity", String.join(", ", contactPoint.mention().severities()));
        shown.put("mention_slack", String.join(", ", contactPoint.mention().slack()));
        shown.put("mention_discord", String.join(", ", contactPoint.mention().discord()));
        return shown;
    }

    private static String text(Object value) {
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            list.forEach(item -> texts.add(String.valueOf(item)));
            return String.join(", ", texts);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + entry.getValue())
                    .collect(Collectors.joining("\n"));
        }
        return String.valueOf(value);
    }
}
