package io.tocsin.importer.grafana;

import io.tocsin.importer.EnvironmentNames;
import io.tocsin.importer.ImportRemarks;
import io.tocsin.importer.MessageTexts;
import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** Makes contact points of Grafana's, one for each of their integrations. Secrets become names of environment variables. */
final class GrafanaReceivers {

    /** What Grafana writes when nothing is given; Tocsin has its own texts for that. */
    private static final Pattern DEFAULT_TEXT = Pattern.compile(
            "\\{\\{\\s*template\\s+\"(default\\.(title|message)|(slack|discord)\\.default\\..*)\"\\s*\\.\\s*}}");

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:__env)?\\{(\\w+)}|\\$([A-Z_][A-Z0-9_]*)");
    private static final Set<String> WORDS = Set.of("here", "channel");

    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private final List<Map<String, Object>> contactPoints = new ArrayList<>();
    private final EnvironmentNames variables = new EnvironmentNames();
    private final MessageTexts texts;

    GrafanaReceivers(MessageTexts texts) {
        this.texts = texts;
    }

    /** The contact points of each of Grafana's. */
    Map<String, List<String>> names() {
        return names;
    }

    List<Map<String, Object>> contactPoints() {
        return contactPoints;
    }

    /** Takes in one integration. */
    void read(String name, Node node, ImportRemarks remarks) {
        new Integration(name, YamlFields.of(node, "an integration", YamlSource.of(remarks)), remarks).read();
    }

    /** Names that policies may use although nothing of them could be carried over. */
    void complete(String name, Node node, ImportRemarks remarks) {
        if (names.putIfAbsent(name, List.of(name)) == null) {
            Map<String, Object> inbox = new LinkedHashMap<>();
            inbox.put("name", name);
            inbox.put("type", "inbox");
            contactPoints.add(inbox);
            remarks.changed(
                    node,
                    "the contact point \"" + name + "\" has no integration that Tocsin knows: its messages go to the"
                            + " Inbox page");
        }
    }

    /** One integration of a contact point. */
    private final class Integration {

        /** Of Grafana's contact point. */
        private final String receiver;
        /** Of the contact point that comes of it. */
        private final String name;

        private final YamlFields fields;
        private final YamlFields settings;
        private final ImportRemarks remarks;
        private final Map<String, Object> target = new LinkedHashMap<>();
        private final Set<String> used = new HashSet<>();

        Integration(String receiver, YamlFields fields, ImportRemarks remarks) {
            this.receiver = receiver;
            this.fields = fields;
            this.remarks = remarks;
            YamlFields written = fields.mapping("settings");
            this.settings = written == null ? fields : written;
            int number = names.getOrDefault(receiver, List.of()).size() + 1;
            this.name = number == 1 ? receiver : receiver + "-" + number;
        }

        void read() {
            String type = fields.text("type", "");
            Map<String, Object> contactPoint = new LinkedHashMap<>();
            contactPoint.put("name", name);
            switch (type) {
                case "slack" -> contactPoint.put("type", slack());
                case "discord" -> contactPoint.put("type", discord());
                case "webhook" -> contactPoint.put("type", webhook());
                default -> {
                    remarks.lost(
                            fields.node(),
                            "the integration \"" + type + "\" of \"" + receiver + "\": Tocsin tells Slack, Discord and"
                                    + " webhooks; use a webhook of that service, or keep Grafana for it");
                    return;
                }
            }
            remarkOthers();
            contactPoint.put("settings", target);
            contactPoint.put("send_resolved", !fields.flag("disableResolveMessage", false));
            if (type.equals("slack")) {
                mention(contactPoint);
            }
            contactPoints.add(contactPoint);
            names.merge(
                    receiver,
                    List.of(name),
                    (known, more) ->
                            Stream.concat(known.stream(), more.stream()).toList());
        }

        private String slack() {
            text("title", "title");
            text("text", "text");
            if (settings.has("token")) {
                target.put("token", secret("token", "SLACK_BOT_TOKEN"));
                used.add("recipient");
                target.put("channel", settings.text("recipient", ""));
                if (!settings.text("recipient", "").matches("[CGD][A-Z0-9]{6,}")) {
                    remarks.toDo(
                            settings.place("recipient"),
                            "recipient: write the ID of the channel, as in C0123456789, so that messages can be edited");
                }
                return "slack_bot";
            }
            target.put("url", secret("url", "SLACK_WEBHOOK_URL"));
            if (settings.has("recipient")) {
                used.add("recipient");
                remarks.changed(
                        settings.place("recipient"),
                        "recipient: a Slack webhook posts to the channel that it was made for; make one for this channel");
            }
            return "slack";
        }

        private String discord() {
            target.put("url", secret("url", "DISCORD_WEBHOOK_URL"));
            text("title", "title");
            text("message", "text");
            return "discord";
        }

        private String webhook() {
            target.put("url", secret("url", "WEBHOOK_URL"));
            remarks.toDo(
                    settings.place("url"),
                    "a webhook's host must be in TOCSIN_ALLOWED_WEBHOOK_HOSTS, so that nobody lets Tocsin post into your"
                            + " network");
            remarks.changed(
                    settings.place("url"),
                    "the JSON of webhooks is Alertmanager's: it lacks Grafana's own fields (title, message, state, orgId,"
                            + " values, dashboardURL, panelURL)");
            List<String> credentials =
                    List.of("authorization_scheme", "authorization_credentials", "username", "password");
            if (credentials.stream().anyMatch(settings::has)) {
                used.addAll(credentials);
                String first =
                        credentials.stream().filter(settings::has).findFirst().orElseThrow();
                target.put(
                        "authorization",
                        variables.ofContactPoint(
                                "WEBHOOK_AUTHORIZATION",
                                name,
                                settings.place(first),
                                "the whole value of the Authorization header, as in \"Bearer …\" or \"Basic …\"",
                                remarks));
            }
            headers();
            if (settings.text("httpMethod", "POST").equals("POST")) {
                used.add("httpMethod");
            }
            return "webhook";
        }

        private void headers() {
            YamlFields headers = settings.mapping("headers");
            if (headers != null) {
                used.add("headers");
                Map<String, Object> values = new LinkedHashMap<>();
                headers.names().forEach(header -> values.put(header, headers.text(header, "")));
                target.put("headers", values);
            }
        }

        /** A value that is a variable already keeps its name. */
        private String secret(String field, String prefix) {
            used.add(field);
            Matcher variable = VARIABLE.matcher(settings.text(field, "").strip());
            if (variable.matches()) {
                return "${" + (variable.group(1) == null ? variable.group(2) : variable.group(1)) + "}";
            }
            return variables.ofContactPoint(prefix, name, settings.place(field), "the value of " + field, remarks);
        }

        private void text(String from, String to) {
            used.add(from);
            String text = settings.text(from);
            if (text != null
                    && !text.isBlank()
                    && !DEFAULT_TEXT.matcher(text.strip()).matches()) {
                target.put(to, text);
                texts.check(text, settings.place(from), from, remarks);
                GrafanaFields.remark(text, settings.place(from), from, remarks);
            }
        }

        private void mention(Map<String, Object> contactPoint) {
            List<String> mentioned = new ArrayList<>();
            for (String field : List.of("mentionChannel", "mentionUsers", "mentionGroups")) {
                used.add(field);
                for (String one : settings.text(field, "").split("[,\\s]+", -1)) {
                    String name = one.replaceFirst("^@", "");
                    if (!name.isEmpty() && (WORDS.contains(name) || name.matches("[UWS][A-Z0-9]{2,30}"))) {
                        mentioned.add(name);
                    } else if (!name.isEmpty()) {
                        remarks.lost(settings.place(field), field + ": \"" + one + "\" is no ID of Slack");
                    }
                }
            }
            if (!mentioned.isEmpty()) {
                contactPoint.put("mention", Map.of("slack", mentioned));
            }
        }

        private void remarkOthers() {
            used.addAll(List.of("mentionChannel", "mentionUsers", "mentionGroups"));
            for (String field : settings.names()) {
                if (settings != fields && !used.contains(field)) {
                    remarks.lost(
                            settings.place(field),
                            field + ": Tocsin has no such setting; look at the message, and leave it out");
                }
            }
        }
    }
}
