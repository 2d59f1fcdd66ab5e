package io.tocsin.standin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The side of Discord on which people press buttons (discord.com/developers/docs/interactions): payloads, signatures, one answer to
 * each interaction in time, and what follows it.
 */
public final class DiscordInteractions implements AutoCloseable {

    public static final String BOT_TOKEN = "bot-token-standin-0123456789";
    public static final String APPLICATION = "99";

    /** Discord waits for three seconds; the machine of a test may itself stand still for as long. */
    private static final long ANSWERED_WITHIN_MILLIS = 60_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CALLBACK = Pattern.compile("/api/v10/interactions/(\\d+)/([^/]+)/callback");
    private static final Pattern FOLLOW_UP =
            Pattern.compile("/api/v10/webhooks/" + APPLICATION + "/([^/]+)(/messages/@original)?");

    private final DiscordStandIn discord;
    private @org.jspecify.annotations.Nullable DiscordGatewayStandIn gateway;
    private final KeyPair keys;
    private final AtomicLong ids = new AtomicLong(5_000_000);
    private final Map<String, Long> createdAt = new ConcurrentHashMap<>();
    private final Map<String, Boolean> answered = new ConcurrentHashMap<>();
    private final List<DiscordAnswer> answers = new CopyOnWriteArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();

    DiscordInteractions(DiscordStandIn discord) {
        this.discord = discord;
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What people saw.
     *
     * @param token of the interaction
     * @param isForAll whether everybody saw it
     */
    public record DiscordAnswer(String token, boolean isForAll, String text) {}

    /** Opened by whoever asks first: most tests need none. */
    public synchronized DiscordGatewayStandIn gateway() {
        if (gateway == null) {
            gateway = new DiscordGatewayStandIn();
        }
        return gateway;
    }

    public List<DiscordAnswer> answers() {
        return answers;
    }

    public List<String> broken() {
        return broken;
    }

    /** In the 64 digits that the developer portal shows. */
    public String publicKey() {
        byte[] encoded = keys.getPublic().getEncoded();
        return HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    public String sign(long timestamp, String body) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update((timestamp + body).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What Discord sends when somebody presses a button of a message that is there. */
    public ObjectNode press(String messageId, String word, String user) {
        JsonNode message = discord.messages().get(messageId);
        String customId = button(message, word)
                .map(button -> button.path("custom_id").asString(""))
                .orElseThrow(() -> new AssertionError("no button " + word + " under " + message));
        ObjectNode interaction = interaction(3, user);
        interaction.putObject("data").put("custom_id", customId).put("component_type", 2);
        interaction.putObject("message").put("id", messageId).put("channel_id", "77");
        return interaction;
    }

    /** What Discord sends when somebody types {@code /tocsin …}. */
    public ObjectNode command(String text, String user) {
        ObjectNode interaction = interaction(2, user);
        ObjectNode data = interaction.putObject("data");
        data.put("id", "1").put("name", "tocsin").put("type", 1);
        data.putArray("options").addObject().put("name", "ask").put("type", 3).put("value", text);
        return interaction;
    }

    public ObjectNode ping() {
        return interaction(1, "1");
    }

    private ObjectNode interaction(int type, String user) {
        String id = Long.toString(ids.incrementAndGet());
        ObjectNode interaction = JSON.createObjectNode();
        interaction
                .put("id", id)
                .put("application_id", APPLICATION)
                .put("type", type)
                .put("version", 1);
        interaction.put("token", "aW50ZXJhY3Rpb246" + id).put("guild_id", "88").put("channel_id", "77");
        interaction.putObject("member").putObject("user").put("id", user).put("username", "name-of-" + user);
        createdAt.put(id, System.currentTimeMillis());
        return interaction;
    }

    /** The button of a message as it is now. */
    public static Optional<JsonNode> button(JsonNode message, String word) {
        return message.path("components")
                .valueStream()
                .flatMap(row -> row.path("components").valueStream())
                .filter(button -> button.path("custom_id").asString("").startsWith("tocsin:" + word + ":"))
                .findFirst();
    }

    /** The interaction was answered in the answer to its request. */
    public void answeredDirectly(JsonNode interaction, JsonNode answer) {
        checkCallback(answer);
        answered.put(interaction.path("token").asString(""), true);
    }

    Optional<StandIn.Answer> answer(String method, URI uri, String authorization, String body) {
        if (uri.getPath().equals("/api/v10/gateway/bot")) {
            return Optional.of(
                    authorization.equals("Bot " + BOT_TOKEN)
                            ? StandIn.Answer.json(
                                    200,
                                    "{\"url\":\"" + gateway().url() + "\",\"shards\":1,\"session_start_limit\":"
                                            + "{\"total\":1000,\"remaining\":999,\"reset_after\":14400000,\"max_concurrency\":1}}")
                            : StandIn.Answer.json(401, "{\"message\":\"401: Unauthorized\",\"code\":0}"));
        }
        Matcher callback = CALLBACK.matcher(uri.getPath());
        if (callback.matches() && method.equals("POST")) {
            return Optional.of(callback(callback.group(1), callback.group(2), JSON.readTree(body)));
        }
        Matcher followUp = FOLLOW_UP.matcher(uri.getPath());
        return followUp.matches()
                ? Optional.of(followUp(method, followUp.group(1), followUp.group(2) != null, JSON.readTree(body)))
                : Optional.empty();
    }

    private StandIn.Answer callback(String id, String token, JsonNode answer) {
        Long created = createdAt.get(id);
        if (created == null || System.currentTimeMillis() - created > ANSWERED_WITHIN_MILLIS) {
            return StandIn.Answer.json(404, "{\"message\":\"Unknown interaction\",\"code\":10062}");
        }
        if (answered.putIfAbsent(token, true) != null) {
            return StandIn.Answer.json(
                    400, "{\"message\":\"Interaction has already been acknowledged.\",\"code\":40060}");
        }
        checkCallback(answer);
        return StandIn.Answer.json(204, "");
    }

    private void checkCallback(JsonNode answer) {
        if (answer.path("type").asInt() != 5
                || answer.path("data").path("flags").asInt() != 64) {
            broken.add("unexpected callback " + answer);
        }
    }

    private StandIn.Answer followUp(String method, String token, boolean isOriginal, JsonNode payload) {
        if (!answered.containsKey(token)) {
            return StandIn.Answer.json(404, "{\"message\":\"Unknown Webhook\",\"code\":10015}");
        }
        int length = payload.path("embeds")
                .valueStream()
                .mapToInt(embed -> embed.path("description").asString("").length())
                .sum();
        if (length > 4_096 || payload.path("content").asString("").length() > 2_000) {
            return StandIn.Answer.json(400, "{\"code\":50035,\"message\":\"Invalid Form Body\"}");
        }
        if (isOriginal != method.equals("PATCH")) {
            broken.add(method + " of " + (isOriginal ? "the original" : "a follow-up"));
        }
        answers.add(new DiscordAnswer(token, !isOriginal, payload.toString()));
        return StandIn.Answer.json(200, "{\"id\":\"" + ids.incrementAndGet() + "\"}");
    }

    @Override
    public synchronized void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
