package io.tocsin.contactpoint.file;

import io.tocsin.contactpoint.AllowedHosts;
import io.tocsin.contactpoint.AnswerWays;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.ContactPointSettings;
import io.tocsin.contactpoint.DiscordWebhook;
import io.tocsin.secret.Secret;
import io.tocsin.template.TextTemplate;
import io.tocsin.yaml.YamlFields;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code settings}, whose fields depend on the type. */
final class SettingsParser {

    private static final String SLACK_API = "https://slack.com/api/";
    /** {@code /services/T…/B…/…}, and nothing shorter, is a webhook. */
    private static final int SLACK_SEGMENTS = 4;

    /** Slack's U… and W…, Discord's numbers. */
    private static final Pattern CHAT_ID = Pattern.compile("[UW][A-Z0-9]{2,30}|\\d{1,20}");

    private static final Map<String, SecretShape> SHAPES = Map.of(
            "app_token",
            new SecretShape(Pattern.compile("xapp-[A-Za-z0-9-]{1,300}"), "begin with xapp-"),
            "public_key",
            new SecretShape(Pattern.compile("[0-9A-Fa-f]{64}"), "be the 64 hexadecimal digits of the application"));

    /** What a mistyped secret does not look like. */
    private record SecretShape(Pattern pattern, String words) {}

    private final AllowedHosts allowedHosts;
    private final TemplateField templates;

    SettingsParser(AllowedHosts allowedHosts, Path templatesDir) {
        this.allowedHosts = allowedHosts;
        this.templates = new TemplateField(templatesDir);
    }

    /** @param target null when something is wrong with it */
    record Settings(
            @Nullable ContactPointSettings target,
            @Nullable TextTemplate title,
            @Nullable TextTemplate text) {}

    Settings parse(ContactPointKind kind, YamlFields contactPoint, ContactPointProblems problems) {
        Node node = contactPoint.find("settings");
        if (node == null) {
            if (kind != ContactPointKind.INBOX) {
                problems.add(contactPoint.node(), "\"settings\" is missing");
            }
            return new Settings(kind == ContactPointKind.INBOX ? new ContactPointSettings.Inbox() : null, null, null);
        }
        YamlFields settings = YamlFields.of(node, "\"settings\"", knownFields(kind), Map.of(), contactPoint.source());
        ContactPointSettings target = switch (kind) {
            case SLACK -> slack(settings, problems);
            case SLACK_BOT -> slackBot(settings, problems);
            case DISCORD -> discord(settings, problems);
            case WEBHOOK -> webhook(settings, problems);
            case INBOX -> new ContactPointSettings.Inbox();
        };
        return new Settings(
                target, templates.parse(settings, "title", problems), templates.parse(settings, "text", problems));
    }

    private static Set<String> knownFields(ContactPointKind kind) {
        return switch (kind) {
            case SLACK -> Set.of("url", "title", "text");
            case DISCORD -> Set.of("url", "chart", "bot_token", "public_key", "people", "title", "text");
            case SLACK_BOT ->
                Set.of("token", "channel", "api_url", "app_token", "signing_secret", "people", "title", "text");
            case WEBHOOK -> Set.of("url", "authorization", "headers");
            case INBOX -> Set.of("title", "text");
        };
    }

    private @Nullable ContactPointSettings slack(YamlFields settings, ContactPointProblems problems) {
        URI url = url(settings, problems);
        if (url != null && isUnfinished(url)) {
            problems.add(
                    settings.place("url"),
                    "url must be the whole webhook, like https://hooks.slack.com/services/T000/B000/XXXX");
            return null;
        }
        return url == null ? null : new ContactPointSettings.Slack(new Secret(url.toString()));
    }

    /** The address from the first line of Slack's instructions, without what makes it a webhook. */
    private static boolean isUnfinished(URI url) {
        long segments = Stream.of(String.valueOf(url.getPath()).split("/"))
                .filter(segment -> !segment.isBlank())
                .count();
        return AllowedHosts.isSlack(String.valueOf(url.getHost())) && segments < SLACK_SEGMENTS;
    }

    private @Nullable ContactPointSettings slackBot(YamlFields settings, ContactPointProblems problems) {
        String token = settings.required("token");
        String channel = settings.required("channel");
        String api = settings.find("api_url") == null ? SLACK_API : settings.text("api_url");
        URI uri = api == null ? null : url(api.endsWith("/") ? api : api + "/", "api_url", settings, problems);
        return token == null || channel == null || uri == null
                ? null
                : new ContactPointSettings.SlackBot(
                        uri, new Secret(token), channel, answers("app_token", "signing_secret", settings, problems));
    }

    private static AnswerWays answers(
            String socketField, String keyField, YamlFields settings, ContactPointProblems problems) {
        Map<String, String> people = settings.textsByName("people");
        if (people.keySet().stream().anyMatch(id -> !CHAT_ID.matcher(id).matches())) {
            problems.add(
                    settings.place("people"), "people must name users by their ids in the chat, like U012AB3CD: ann");
        }
        return new AnswerWays(
                secret(socketField, SHAPES.get(socketField), settings, problems),
                secret(keyField, SHAPES.get(keyField), settings, problems),
                people);
    }

    /** The problem never repeats the value: it is a secret. */
    private static @Nullable Secret secret(
            String field, @Nullable SecretShape shape, YamlFields settings, ContactPointProblems problems) {
        String text = settings.text(field);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (shape != null && !shape.pattern().matcher(text.strip()).matches()) {
            problems.add(settings.place(field), field + " must " + shape.words());
            return null;
        }
        return new Secret(text.strip());
    }

    private @Nullable ContactPointSettings discord(YamlFields settings, ContactPointProblems problems) {
        URI url = url(settings, problems);
        if (url == null) {
            return null;
        }
        Optional<DiscordWebhook> webhook = DiscordWebhook.parse(url.toString());
        if (webhook.isEmpty()) {
            problems.add(
                    settings.place("url"),
                    "url must look like https://discord.com/api/webhooks/ID/TOKEN, with ?thread_id=… if wanted");
            return null;
        }
        return new ContactPointSettings.Discord(
                webhook.get(), settings.flag("chart", false), answers("bot_token", "public_key", settings, problems));
    }

    private @Nullable ContactPointSettings webhook(YamlFields settings, ContactPointProblems problems) {
        URI url = url(settings, problems);
        String authorization = settings.text("authorization");
        Map<String, Secret> headers = new LinkedHashMap<>();
        settings.textsByName("headers").forEach((name, value) -> headers.put(name, new Secret(value)));
        for (String name : headers.keySet()) {
            if (!name.matches("[A-Za-z0-9-]{1,100}")) {
                problems.add(settings.place("headers"), "a header's name has letters, digits and - only");
            }
        }
        return url == null
                ? null
                : new ContactPointSettings.Webhook(
                        new Secret(url.toString()), authorization == null ? null : new Secret(authorization), headers);
    }

    private @Nullable URI url(YamlFields settings, ContactPointProblems problems) {
        String text = settings.required("url");
        return text == null ? null : url(text.strip(), "url", settings, problems);
    }

    /** The problem never repeats the URL: it is a secret. */
    private @Nullable URI url(String text, String field, YamlFields settings, ContactPointProblems problems) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            problems.add(settings.place(field), field + " is not a URL");
            return null;
        }
        Optional<String> problem = allowedHosts.problem(uri);
        problem.ifPresent(what -> problems.add(settings.place(field), field + " " + what));
        return problem.isPresent() ? null : uri;
    }
}
