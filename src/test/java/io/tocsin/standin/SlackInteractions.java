package io.tocsin.standin;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The side of Slack on which people press buttons and type commands (docs.slack.dev/interactivity): payloads as it sends them, its
 * signature, users.info, and the addresses for responses, which count five times.
 */
public final class SlackInteractions implements AutoCloseable {

    public static final String APP_TOKEN = "xapp-1-A1-standin";
    public static final String SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    public static final String TEAM = "T0001";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> RESPONSE_FIELDS = Set.of(
            "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts");
    private static final Set<String> EPHEMERAL_FIELDS =
            Set.of("channel", "user", "text", "blocks", "attachments", "thread_ts");

    private final SlackStandIn slack;
    private @org.jspecify.annotations.Nullable SlackSocketStandIn socket;
    private final Map<String, String> users = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> responses = new ConcurrentHashMap<>();
    /** To whom each address for responses was given. */
    private final Map<String, String> askers = new ConcurrentHashMap<>();

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<JsonNode> privately = new CopyOnWriteArrayList<>();
    private final List<JsonNode> replies = new CopyOnWriteArrayList<>();
    private final AtomicLong actions = new AtomicLong(840_180);
    private final AtomicInteger asked = new AtomicInteger();

    SlackInteractions(SlackStandIn slack) {
        this.slack = slack;
    }

    /** Opened by whoever asks first: most tests need none. */
    public synchronized SlackSocketStandIn socket() {
        if (socket == null) {
            socket = new SlackSocketStandIn();
        }
        return socket;
    }

    /** Somebody of the team. */
    public void addUser(String id, String email) {
        addUser(id, email, TEAM, "");
    }

    /** @param more further fields of the user, as JSON that begins with a comma; empty: none */
    public void addUser(String id, String email, String team, String more) {
        users.put(
                id,
                "{\"ok\":true,\"user\":{\"id\":\"" + id + "\",\"team_id\":\"" + team
                        + "\",\"deleted\":false,\"is_bot\":false,\"tz\":\"Asia/Seoul\",\"is_email_confirmed\":true,"
                        + "\"profile\":{\"display_name\":\"" + id + "\",\"email\":\"" + email + "\"}" + more + "}}");
    }

    /**
     * What only one person was shown.
     *
     * @param about the message that was answered; empty for a command
     */
    public record Told(String user, String about, String text) {}

    /** The same with to whom. */
    public List<Told> told() {
        return told;
    }

    /** What only one person was shown. */
    public List<JsonNode> privately() {
        return privately;
    }

    /** What stands in threads. */
    public List<JsonNode> replies() {
        return replies;
    }

    void replied(JsonNode payload) {
        replies.add(payload);
    }

    /** How often it was asked who somebody is. */
    public int asked() {
        return asked.get();
    }

    Optional<StandIn.Answer> answer(String method, URI uri, String contentType, String authorization, String body) {
        String path = uri.getPath();
        if (path.equals("/api/apps.connections.open")) {
            boolean isRight = method.equals("POST") && authorization.equals("Bearer " + APP_TOKEN);
            return json(isRight ? socket().openConnection() : "{\"ok\":false,\"error\":\"not_allowed_token_type\"}");
        }
        if (path.equals("/api/users.info")) {
            asked.incrementAndGet();
            String user = String.valueOf(uri.getQuery()).replace("user=", "");
            return json(
                    authorization.equals("Bearer " + SlackStandIn.TOKEN)
                            ? users.getOrDefault(user, "{\"ok\":false,\"error\":\"user_not_found\"}")
                            : "{\"ok\":false,\"error\":\"invalid_auth\"}");
        }
        if (path.startsWith("/response/")) {
            return respond(path, contentType, body);
        }
        if (path.equals("/api/chat.postEphemeral")) {
            JsonNode payload = JSON.readTree(body);
            Refusal.onlyFields(payload, "payload", EPHEMERAL_FIELDS);
            privately.add(payload);
            return json("{\"ok\":true,\"message_ts\":\"1.1\"}");
        }
        return Optional.empty();
    }

    private Optional<StandIn.Answer> respond(String path, String contentType, String body) {
        AtomicInteger left = responses.get(path);
        if (left == null || left.decrementAndGet() < 0) {
            return Optional.of(StandIn.Answer.text(404, "expired_url"));
        }
        if (!contentType.startsWith("application/json")) {
            return Optional.of(StandIn.Answer.text(400, "invalid_payload"));
        }
        JsonNode payload = JSON.readTree(body);
        try {
            SlackStandIn.check(payload, RESPONSE_FIELDS, false);
        } catch (Refusal e) {
            return Optional.of(StandIn.Answer.text(400, "invalid_blocks " + e.getMessage()));
        }
        if (payload.path("response_type").asString("").equals("ephemeral")) {
            privately.add(payload);
            String[] asker = askers.getOrDefault(path, " ").split(" ", -1);
            told.add(new Told(asker[0], asker[1], payload.toString()));
        }
        return Optional.of(StandIn.Answer.text(200, "ok"));
    }

    private static Optional<StandIn.Answer> json(String body) {
        return Optional.of(StandIn.Answer.json(200, body));
    }

    private String responseUrl(String user, String ts) {
        String path = "/response/" + UUID.randomUUID();
        askers.put(path, user + " " + ts);
        responses.put(path, new AtomicInteger(5));
        return "http://127.0.0.1:" + slack.port() + path;
    }

    /** What Slack sends when somebody presses a button of a message that is there. */
    public ObjectNode press(String ts, String actionId, String user) {
        JsonNode message = slack.messages().get(ts);
        JsonNode button = button(message, actionId)
                .orElseThrow(() -> new AssertionError("no button " + actionId + " under " + message));
        ObjectNode payload = JSON.createObjectNode();
        payload.put("type", "block_actions");
        payload.putObject("user")
                .put("id", user)
                .put("username", user.toLowerCase(java.util.Locale.ROOT))
                .put("name", user)
                .put("team_id", TEAM);
        payload.put("api_app_id", "A1").put("token", "old-verification-token");
        payload.putObject("container")
                .put("type", "message_attachment")
                .put("message_ts", ts)
                .put("attachment_id", 1)
                .put("channel_id", SlackStandIn.CHANNEL)
                .put("is_ephemeral", false)
                .put("is_app_unfurl", false);
        payload.put("trigger_id", "13345224609." + actions.incrementAndGet() + ".c0ffee");
        payload.putObject("team").put("id", TEAM).put("domain", "ops");
        payload.putNull("enterprise");
        payload.putObject("channel").put("id", SlackStandIn.CHANNEL).put("name", "ops");
        payload.putObject("message")
                .put("type", "message")
                .put("ts", ts)
                .put("text", message.path("text").asString(""));
        payload.putObject("state").putObject("values");
        payload.put("response_url", responseUrl(user, ts));
        ObjectNode action = payload.putArray("actions").addObject();
        action.put("type", "button").put("block_id", "b1").put("action_id", actionId);
        action.set("text", button.path("text"));
        action.put("value", button.path("value").asString(""));
        action.put("action_ts", "1548426417." + actions.incrementAndGet());
        return payload;
    }

    /** The button of a message as it is now. */
    public static Optional<JsonNode> button(JsonNode message, String actionId) {
        return message.path("attachments")
                .valueStream()
                .flatMap(attachment -> attachment.path("blocks").valueStream())
                .filter(block -> block.path("type").asString("").equals("actions"))
                .flatMap(block -> block.path("elements").valueStream())
                .filter(element -> element.path("action_id").asString("").equals(actionId))
                .findFirst();
    }

    /** What Slack sends when somebody types {@code /tocsin …}. */
    public ObjectNode command(String text, String user) {
        ObjectNode fields = JSON.createObjectNode();
        fields.put("token", "old-verification-token").put("team_id", TEAM).put("team_domain", "ops");
        fields.put("channel_id", SlackStandIn.CHANNEL).put("channel_name", "ops");
        fields.put("user_id", user).put("user_name", user.toLowerCase(java.util.Locale.ROOT));
        fields.put("command", "/tocsin").put("text", text).put("api_app_id", "A1");
        fields.put("is_enterprise_install", "false").put("response_url", responseUrl(user, ""));
        fields.put("trigger_id", "13345224609." + actions.incrementAndGet() + ".c0ffee");
        return fields;
    }

    /** The form in which an interaction comes over HTTP. */
    public static String form(JsonNode payload) {
        return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
    }

    /** The form of a command. */
    public static String commandForm(JsonNode fields) {
        StringBuilder form = new StringBuilder();
        fields.properties()
                .forEach(field -> form.append(form.isEmpty() ? "" : "&")
                        .append(field.getKey())
                        .append('=')
                        .append(URLEncoder.encode(field.getValue().asString(""), StandardCharsets.UTF_8)));
        return form.toString();
    }

    /** The header of a request, written from the documentation and not from our code. */
    public static String sign(String secret, Instant at, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] hash = mac.doFinal(("v0:" + at.getEpochSecond() + ":" + body).getBytes(StandardCharsets.UTF_8));
            return "v0=" + HexFormat.of().formatHex(hash);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (socket != null) {
            socket.close();
        }
    }
}
