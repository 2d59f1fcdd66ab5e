package io.tocsin.standin;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Discord webhooks in version 10: execute, edit, get. */
public final class DiscordStandIn extends StandIn {

    private static final Pattern PATH =
            Pattern.compile("/api/v10/webhooks/(\\d+)/([A-Za-z0-9_.-]+)(?:/messages/(\\d+))?");
    private static final Set<String> FIELDS = Set.of(
            "content",
            "embeds",
            "allowed_mentions",
            "attachments",
            "components",
            "flags",
            "username",
            "avatar_url",
            "thread_name",
            "tts");
    private static final Set<String> EMBED_FIELDS = Set.of(
            "title",
            "type",
            "description",
            "url",
            "timestamp",
            "color",
            "footer",
            "image",
            "thumbnail",
            "author",
            "fields");

    private final Map<String, Deque<Long>> posts = new ConcurrentHashMap<>();
    private final Map<String, Map<String, byte[]>> files = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> messages = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(1_000_000);
    private volatile boolean isRateLimited;
    private volatile boolean isOfApplication = true;
    private final DiscordInteractions interactions = new DiscordInteractions(this);

    public DiscordStandIn() {
        this(0);
    }

    public DiscordStandIn(int port) {
        super(port);
    }

    /** From now on more than 5 in 2 s or 30 in a minute are refused. */
    public DiscordStandIn withRateLimit() {
        isRateLimited = true;
        return this;
    }

    public String webhookUrl() {
        return webhookUrl("123456789012345678");
    }

    public String webhookUrl(String id) {
        return "http://127.0.0.1:" + port() + "/api/webhooks/" + id + "/discordTokenXYZ123";
    }

    /** The files of each message that has some, by the message's id and by name. */
    public Map<String, Map<String, byte[]>> files() {
        return files;
    }

    /** The messages as they are now, by id. */
    public Map<String, JsonNode> messages() {
        return messages;
    }

    @Override
    Answer answer(String method, URI uri, String contentType, String userAgent, String authorization, String body) {
        Optional<Answer> ofInteractions = interactions.answer(method, uri, authorization, body);
        if (ofInteractions.isPresent()) {
            return ofInteractions.get();
        }
        Matcher path = PATH.matcher(uri.getPath());
        if (!path.matches()) {
            return Answer.json(404, "{\"message\":\"404: Not Found\",\"code\":0}");
        }
        if (!userAgent.startsWith("DiscordBot (")) {
            return Answer.json(403, "{\"message\":\"banned\",\"code\":40333}");
        }
        if (path.group(1).startsWith("404")) {
            return Answer.json(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}");
        }
        if (method.equals("GET")) {
            return Answer.json(
                    200,
                    "{\"id\":\"" + path.group(1) + "\",\"name\":\"ops\",\"channel_id\":\"77\",\"guild_id\":\"88\""
                            + (isOfApplication ? ",\"application_id\":\"99\"" : "") + "}");
        }
        boolean isMultipart = contentType.startsWith("multipart/form-data;") && contentType.contains("boundary=");
        if (!isMultipart && !contentType.startsWith("application/json")) {
            return Answer.json(400, "{\"code\":50035,\"message\":\"Invalid Form Body\"}");
        }
        if (isTooFast(path.group(1))) {
            return Answer.json(
                            429, "{\"message\":\"You are being rate limited.\",\"retry_after\":1.5,\"global\":false}")
                    .with(Map.of("Retry-After", "2", "X-RateLimit-Scope", "shared"));
        }
        try {
            return isMultipart
                    ? write(method, uri, path.group(3), UploadedFile.of(contentType, body))
                    : write(method, uri, path.group(3), new UploadedFile(body, List.of(), List.of()));
        } catch (Refusal e) {
            return invalid(e);
        }
    }

    private static Answer invalid(Refusal refusal) {
        String message = refusal.getMessage().replace("\"", "'");
        return Answer.json(400, "{\"code\":50035,\"message\":\"Invalid Form Body: " + message + "\"}");
    }

    private Answer write(String method, URI uri, String messageId, UploadedFile upload) {
        try {
            JsonNode payload = JSON.readTree(upload.json());
            check(payload);
            payload = components(uri, payload);
            upload.check(payload);
            if (method.equals("PATCH")) {
                if (!messages.containsKey(messageId)) {
                    return Answer.json(404, "{\"message\":\"Unknown Message\",\"code\":10008}");
                }
                messages.put(messageId, payload);
                if (upload.isThere() || payload.has("attachments")) {
                    files.remove(messageId);
                }
                keep(messageId, upload);
                accept(method, uri.getPath(), payload);
                return message(messageId);
            }
            accept(method, uri.getPath(), payload);
            if (!"wait=true".equals(uri.getQuery())
                    && !String.valueOf(uri.getQuery()).startsWith("wait=true&")) {
                return Answer.json(204, "");
            }
            String id = Long.toString(ids.incrementAndGet());
            messages.put(id, payload);
            keep(id, upload);
            return message(id);
        } catch (Refusal e) {
            return invalid(e);
        } catch (JacksonException e) {
            return Answer.json(400, "{\"code\":50109,\"message\":\"The request body contains invalid JSON.\"}");
        }
    }

    private void keep(String messageId, UploadedFile upload) {
        if (upload.isThere()) {
            files.put(messageId, upload.byName());
        }
    }

    private static Answer message(String id) {
        return Answer.json(200, "{\"id\":\"" + id + "\",\"channel_id\":\"77\"}")
                .with(Map.of("X-RateLimit-Limit", "5", "X-RateLimit-Remaining", "3", "X-RateLimit-Reset-After", "1.0"));
    }

    private boolean isTooFast(String webhook) {
        if (!isRateLimited) {
            return false;
        }
        long now = System.currentTimeMillis();
        Deque<Long> times = posts.computeIfAbsent(webhook, id -> new ArrayDeque<>());
        synchronized (times) {
            times.addLast(now);
            times.removeIf(time -> time < now - 60_000);
            return times.size() > 30
                    || times.stream().filter(time -> time > now - 2_000).count() > 5;
        }
    }

    /** Throws what the service would answer. */
    public static void check(JsonNode payload) {
        Refusal.onlyFields(payload, "payload", FIELDS);
        Refusal.unless(payload.has("content") || payload.path("embeds").size() > 0, "50006 empty message");
        if (payload.has("content")) {
            Refusal.text(payload.path("content"), "content", 2_000);
        }
        JsonNode allowed = payload.path("allowed_mentions");
        Refusal.unless(allowed.isObject(), "allowed_mentions is missing");
        Refusal.onlyFields(allowed, "allowed_mentions", Set.of("parse", "roles", "users", "replied_user"));
        boolean isExclusive = allowed.path("parse")
                .valueStream()
                .noneMatch(type -> allowed.path(type.asString()).size() > 0);
        Refusal.unless(isExclusive, "allowed_mentions parse and ids exclude each other");
        JsonNode embeds = payload.path("embeds");
        Refusal.unless(embeds.size() <= 10, "more than 10 embeds");
        int total = 0;
        for (JsonNode embed : embeds) {
            total += checkEmbed(embed);
        }
        Refusal.unless(total <= 6_000, "embeds are longer than 6000: " + total);
        checkComponents(payload.path("components"));
    }

    /** discord.com/developers/docs/components/reference: 5 rows of 5 buttons, labels of 80, ids of 100 that differ. */
    private static void checkComponents(JsonNode rows) {
        Refusal.unless(rows.size() <= 5, "more than 5 rows");
        Set<String> ids = new java.util.HashSet<>();
        for (JsonNode row : rows) {
            Refusal.onlyFields(row, "row", Set.of("type", "components"));
            Refusal.unless(row.path("type").asInt() == 1, "not an action row");
            int size = row.path("components").size();
            Refusal.unless(size >= 1 && size <= 5, "a row has " + size + " buttons");
            for (JsonNode button : row.path("components")) {
                Refusal.onlyFields(
                        button, "button", Set.of("type", "style", "label", "custom_id", "disabled", "emoji"));
                Refusal.unless(button.path("type").asInt() == 2, "not a button");
                int style = button.path("style").asInt();
                Refusal.unless(style >= 1 && style <= 4, "unknown style " + style);
                Refusal.text(button.path("label"), "label", 80);
                Refusal.text(button.path("custom_id"), "custom_id", 100);
                Refusal.unless(ids.add(button.path("custom_id").asString()), "COMPONENT_CUSTOM_ID_DUPLICATED");
            }
        }
    }

    /** From now on its webhooks belong to no application, as those that people make in the channel's settings. */
    public DiscordStandIn withoutApplication() {
        isOfApplication = false;
        return this;
    }

    /** Without the parameter they are ignored; only the webhook of an application takes those that can be pressed. */
    private JsonNode components(URI uri, JsonNode payload) {
        boolean areRespected =
                List.of(String.valueOf(uri.getQuery()).split("&")).contains("with_components=true");
        if (!areRespected) {
            return ((ObjectNode) payload.deepCopy()).without("components");
        }
        Refusal.unless(
                isOfApplication || payload.path("components").isEmpty(),
                "only webhooks of an application can send these components");
        return payload;
    }

    private static int checkEmbed(JsonNode embed) {
        Refusal.onlyFields(embed, "embed", EMBED_FIELDS);
        int total = 0;
        total += embed.has("title") ? Refusal.text(embed.path("title"), "title", 256) : 0;
        total += embed.has("description") ? Refusal.text(embed.path("description"), "description", 4_096) : 0;
        total += embed.has("footer") ? Refusal.text(embed.path("footer").path("text"), "footer", 2_048) : 0;
        Refusal.unless(embed.path("fields").size() <= 25, "more than 25 fields");
        for (JsonNode field : embed.path("fields")) {
            Refusal.onlyFields(field, "field", Set.of("name", "value", "inline"));
            total += Refusal.text(field.path("name"), "field name", 256);
            total += Refusal.text(field.path("value"), "field value", 1_024);
        }
        if (embed.has("url")) {
            Refusal.unless(embed.path("url").asString().matches("https?://\\S{1,2000}"), "url is no URL");
        }
        return total;
    }

    /** What people have pressed, and what they were told. */
    public DiscordInteractions interactions() {
        return interactions;
    }

    @Override
    public void close() {
        interactions.close();
        super.close();
    }

    /** For manual runs: the port is the only argument; prints what it accepts. */
    public static void main(String[] arguments) throws InterruptedException {
        try (DiscordStandIn discord = new DiscordStandIn(Integer.parseInt(arguments[0]))) {
            System.out.println("Discord stand-in: " + discord.webhookUrl());
            StandInConsole.print(discord);
        }
    }
}
