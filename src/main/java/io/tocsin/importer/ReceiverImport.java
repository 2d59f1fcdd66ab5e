package io.tocsin.importer;

import io.tocsin.yaml.YamlFields;
import io.tocsin.yaml.YamlSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Turns Alertmanager's receivers into contact points. Secrets become names of environment variables. */
final class ReceiverImport {

    private static final Set<String> CARRIED_GLOBALS = Set.of("slack_api_url", "slack_api_url_file", "resolve_timeout");
    /** What Alertmanager writes when nothing is given; Tocsin has its own texts for that. */
    private static final String DEFAULT_TEXT = "\\{\\{\\s*template\\s+\"(slack|discord)\\.default\\..*";

    private final ImportRemarks remarks;
    private final @Nullable YamlFields global;
    private final MessageTexts texts;
    private final EnvironmentNames variables = new EnvironmentNames();

    ReceiverImport(ImportRemarks remarks, @Nullable YamlFields global, MessageTexts texts) {
        this.remarks = remarks;
        this.global = global;
        this.texts = texts;
    }

    /** Adds the contact points of one receiver, and their names by the receiver's. */
    void read(Node node, Map<String, List<String>> targets, List<Map<String, Object>> contactPoints) {
        YamlFields fields = YamlFields.of(node, "a receiver", YamlSource.of(remarks));
        String name = fields.text("name", "");
        List<String> names = new ArrayList<>();
        for (String kind : fields.names()) {
            if (kind.equals("name")) {
                continue;
            }
            for (Node config : fields.list(kind)) {
                String own = names.isEmpty() ? name : name + "-" + (names.size() + 1);
                Map<String, Object> contactPoint = contactPoint(kind, own, config);
                if (contactPoint != null) {
                    names.add(own);
                    contactPoints.add(contactPoint);
                }
            }
        }
        if (names.isEmpty()) {
            names.add(name);
            contactPoints.add(head(name, "inbox"));
            remarks.changed(
                    node,
                    "the receiver \"" + name + "\" has no target that Tocsin knows: its messages go to the Inbox page");
        }
        targets.put(name, names);
    }

    private static Map<String, Object> head(String name, String type) {
        Map<String, Object> contactPoint = new LinkedHashMap<>();
        contactPoint.put("name", name);
        contactPoint.put("type", type);
        return contactPoint;
    }

    private @Nullable Map<String, Object> contactPoint(String kind, String name, Node config) {
        YamlFields fields = YamlFields.of(config, "a receiver's target", YamlSource.of(remarks));
        return switch (kind) {
            case "slack_configs" -> slack(name, fields);
            case "discord_configs" -> discord(name, fields);
            case "webhook_configs" -> webhook(name, fields);
            default -> {
                remarks.lost(
                        config,
                        "\"" + kind + "\" of \"" + name + "\": Tocsin tells Slack, Discord and webhooks; use a webhook"
                                + " of that service, or keep an Alertmanager for it");
                yield null;
            }
        };
    }

    private Map<String, Object> slack(String name, YamlFields fields) {
        Map<String, Object> contactPoint = head(name, "slack");
        Map<String, Object> settings = new LinkedHashMap<>();
        String own = fields.has("api_url") ? "api_url" : "api_url_file";
        YamlFields shared = global;
        if (fields.has(own)) {
            settings.put("url", variable("SLACK_WEBHOOK_URL", name, fields.place(own), "the value of " + own));
        } else if (shared != null && (shared.has("slack_api_url") || shared.has("slack_api_url_file"))) {
            String field = shared.has("slack_api_url") ? "slack_api_url" : "slack_api_url_file";
            settings.put("url", sharedVariable("SLACK_WEBHOOK_URL", shared.place(field), "the value of " + field));
        } else {
            settings.put("url", sharedVariable("SLACK_WEBHOOK_URL", fields.node(), "the URL of a Slack webhook"));
        }
        if (fields.has("channel")) {
            remarks.changed(
                    fields.place("channel"),
                    "channel: a Slack webhook posts to the channel that it was made for; make one for this channel");
        }
        texts(fields, "title", "text", settings);
        remarkOthers(fields, Set.of("api_url", "api_url_file", "channel", "title", "text", "send_resolved"));
        contactPoint.put("settings", settings);
        // Alertmanager's default is false for Slack, and true for the others.
        contactPoint.put("send_resolved", fields.flag("send_resolved", false));
        return contactPoint;
    }

    private Map<String, Object> discord(String name, YamlFields fields) {
        Map<String, Object> contactPoint = head(name, "discord");
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(
                "url", variable("DISCORD_WEBHOOK_URL", name, fields.place("webhook_url"), "the value of webhook_url"));
        texts(fields, "title", "message", settings);
        remarkOthers(fields, Set.of("webhook_url", "webhook_url_file", "title", "message", "send_resolved"));
        contactPoint.put("settings", settings);
        contactPoint.put("send_resolved", fields.flag("send_resolved", true));
        return contactPoint;
    }

    private Map<String, Object> webhook(String name, YamlFields fields) {
        Map<String, Object> contactPoint = head(name, "webhook");
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("url", variable("WEBHOOK_URL", name, fields.place("url"), "the value of url"));
        YamlFields http = fields.mapping("http_config");
        if (http != null) {
            if (http.has("authorization") || http.has("bearer_token") || http.has("basic_auth")) {
                settings.put(
                        "authorization",
                        variable(
                                "WEBHOOK_AUTHORIZATION",
                                name,
                                http.node(),
                                "the whole value of the Authorization header, as in \"Bearer …\""));
            }
            remarkOthers(http, Set.of("authorization", "bearer_token", "basic_auth"));
        }
        remarks.toDo(
                fields.place("url"),
                "a webhook's host must be in TOCSIN_ALLOWED_WEBHOOK_HOSTS, so that nobody lets Tocsin post into your network");
        remarkOthers(fields, Set.of("url", "url_file", "http_config", "send_resolved"));
        contactPoint.put("settings", settings);
        contactPoint.put("send_resolved", fields.flag("send_resolved", true));
        return contactPoint;
    }

    /** Go templates are read here as Alertmanager reads them. */
    private void texts(YamlFields fields, String title, String text, Map<String, Object> settings) {
        text(fields, title, "title", settings);
        text(fields, text, "text", settings);
    }

    private void text(YamlFields fields, String from, String to, Map<String, Object> settings) {
        String text = fields.text(from);
        if (text != null && !text.strip().matches("(?s)" + DEFAULT_TEXT)) {
            settings.put(to, text);
            texts.check(text, fields.place(from), from, remarks);
        }
    }

    private void remarkOthers(YamlFields fields, Set<String> known) {
        for (String name : fields.names()) {
            if (!known.contains(name)) {
                remarks.lost(
                        fields.place(name),
                        name + ": Tocsin has no such setting; look at the message, and leave it out");
            }
        }
    }

    void remarkUnusedGlobals() {
        YamlFields all = global;
        if (all == null) {
            return;
        }
        for (String name : all.names()) {
            if (name.equals("resolve_timeout")) {
                remarks.changed(
                        all.place(name),
                        "resolve_timeout: alerts of Tocsin's own rules resolve when their rule says so");
            } else if (!CARRIED_GLOBALS.contains(name)) {
                remarks.lost(all.place(name), "global " + name + ": nothing here uses it");
            }
        }
    }

    private String variable(String prefix, String contactPoint, Node at, String what) {
        return variables.ofContactPoint(prefix, contactPoint, at, what, remarks);
    }

    private String sharedVariable(String name, Node at, String what) {
        return variables.shared(name, at, what, remarks);
    }
}
