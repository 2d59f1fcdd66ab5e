package io.tocsin.standin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Slack: incoming webhooks under /services/, and chat.postMessage and chat.update under /api/. */
public final class SlackStandIn extends StandIn {

    private static final Set<String> WEBHOOK_FIELDS =
            Set.of("text", "blocks", "attachments", "unfurl_links", "unfurl_media", "mrkdwn", "thread_ts");
    private static final Set<String> ATTACHMENT_FIELDS = Set.of("color", "fallback", "blocks");
    private static final Set<String> POST_FIELDS =
            Set.of("channel", "text", "blocks", "attachments", "unfurl_links", "unfurl_media", "mrkdwn", "thread_ts");
    private static final Set<String> UPDATE_FIELDS =
            Set.of("channel", "ts", "text", "blocks", "attachments", "parse", "link_names");
    private static final int MAX_TOTAL = 9_600;
    public static final String TOKEN = "xoxb-123-standin-token";
    public static final String CHANNEL = "C0123456789";

    private static final Pattern CHANNELS = Pattern.compile("C012345678\\d");
    private static final Pattern UPLOAD_FORM = Pattern.compile("filename=([A-Za-z0-9.-]+)&length=([1-9]\\d*)");

    private final Map<String, JsonNode> messages = new ConcurrentHashMap<>();
    private final java.util.concurrent.atomic.AtomicLong ids = new java.util.concurrent.atomic.AtomicLong(100_000);
    private volatile String editError = "";

    private final Map<String, Integer> awaitedFiles = new ConcurrentHashMap<>();
    private final Map<String, String> uploadedFiles = new ConcurrentHashMap<>();
    private final List<SharedFile> files = new CopyOnWriteArrayList<>();
    private volatile String fileError = "";

    private final Map<String, Long> lastPosts = new ConcurrentHashMap<>();
    private volatile boolean isRateLimited;
    private final SlackInteractions interactions = new SlackInteractions(this);

    /** A file that people see. */
    public record SharedFile(String channel, String threadTs, String title, String text) {}

    public SlackStandIn() {
        this(0);
    }

    public SlackStandIn(int port) {
        super(port);
    }

    /** From now on more than one message a second to one URL is refused. */
    public SlackStandIn withRateLimit() {
        isRateLimited = true;
        return this;
    }

    public String webhookUrl() {
        return webhookUrl("secretTokenXYZ123");
    }

    public String webhookUrl(String token) {
        return "http://127.0.0.1:" + port() + "/services/T0001/B0002/" + token;
    }

    /** What people have pressed and typed, and what they were told. */
    public SlackInteractions interactions() {
        return interactions;
    }

    @Override
    Answer answer(String method, URI uri, String contentType, String userAgent, String authorization, String body) {
        if (method.equals("GET") && uri.getPath().equals("/api/auth.test")) {
            return authorization.equals("Bearer " + TOKEN)
                    ? Answer.json(200, "{\"ok\":true,\"user\":\"tocsin\",\"team\":\"ops\",\"team_id\":\"T0001\"}")
                    : error("invalid_auth");
        }
        Optional<Answer> ofInteractions = interactions.answer(method, uri, contentType, authorization, body);
        if (ofInteractions.isPresent()) {
            return ofInteractions.get();
        }
        if (!method.equals("POST")) {
            return Answer.text(405, "method_not_allowed");
        }
        if (uri.getPath().contains("gone")) {
            return Answer.text(404, "no_service");
        }
        if (uri.getPath().contains("archived")) {
            return Answer.text(410, "channel_is_archived");
        }
        if (uri.getPath().startsWith("/upload/v1/")) {
            return upload(uri, authorization, body);
        }
        if (uri.getPath().startsWith("/api/files.")) {
            return files(uri, contentType, authorization, body);
        }
        if (uri.getPath().startsWith("/api/")) {
            return webApi(uri, contentType, authorization, body);
        }
        if (isTooFast(uri.getPath())) {
            return Answer.json(429, "{\"retry_after\":1,\"ok\":false,\"error\":\"rate_limited\"}")
                    .with(Map.of("Retry-After", "1"));
        }
        if (!contentType.startsWith("application/json")) {
            return Answer.text(400, "invalid_payload");
        }
        try {
            JsonNode payload = JSON.readTree(body);
            check(payload);
            accept(method, uri.getPath(), payload);
            return Answer.text(200, "ok");
        } catch (Refusal e) {
            return Answer.text(400, "invalid_blocks " + e.getMessage());
        } catch (JacksonException e) {
            return Answer.text(400, "invalid_payload");
        }
    }

    public String apiUrl() {
        return "http://127.0.0.1:" + port() + "/api/";
    }

    /** The messages as they are now, by their ts. */
    public Map<String, JsonNode> messages() {
        return messages;
    }

    /** From now on an edit of any message is refused with this word. */
    public void refuseEdits(String error) {
        editError = error;
    }

    /** What was shared, in order. */
    public List<SharedFile> files() {
        return files;
    }

    /** From now on nobody may share files: the app has not the scope. */
    public void refuseFiles(String error) {
        fileError = error;
    }

    /** files.getUploadURLExternal takes a form, files.completeUploadExternal JSON. */
    private Answer files(URI uri, String contentType, String authorization, String body) {
        if (!authorization.equals("Bearer " + TOKEN)) {
            return error("invalid_auth");
        }
        if (!fileError.isEmpty()) {
            return error(fileError);
        }
        return switch (uri.getPath()) {
            case "/api/files.getUploadURLExternal" -> awaitFile(contentType, body);
            case "/api/files.completeUploadExternal" -> share(contentType, body);
            default -> error("unknown_method");
        };
    }

    private Answer awaitFile(String contentType, String body) {
        Matcher form = UPLOAD_FORM.matcher(body);
        if (!contentType.startsWith("application/x-www-form-urlencoded") || !form.matches()) {
            return error("invalid_arguments");
        }
        String id = "F" + ids.incrementAndGet();
        awaitedFiles.put(id, Integer.parseInt(form.group(2)));
        return Answer.json(
                200,
                "{\"ok\":true,\"upload_url\":\"http://127.0.0.1:" + port() + "/upload/v1/" + id + "\",\"file_id\":\""
                        + id + "\"}");
    }

    private Answer upload(URI uri, String authorization, String body) {
        String id = uri.getPath().substring("/upload/v1/".length());
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (!authorization.equals("null") || !Integer.valueOf(length).equals(awaitedFiles.remove(id))) {
            return Answer.text(400, "bad upload");
        }
        uploadedFiles.put(id, body);
        return Answer.text(200, "OK - " + length);
    }

    private Answer share(String contentType, String body) {
        if (!contentType.startsWith("application/json")) {
            return error("invalid_arguments");
        }
        JsonNode payload = JSON.readTree(body);
        try {
            Refusal.onlyFields(payload, "complete", Set.of("files", "channel_id", "thread_ts"));
            Refusal.unless(payload.path("files").size() == 1, "files");
        } catch (Refusal e) {
            return error("invalid_arguments");
        }
        JsonNode file = payload.path("files").get(0);
        String text = uploadedFiles.remove(file.path("id").asString(""));
        String channel = payload.path("channel_id").asString("");
        String threadTs = payload.path("thread_ts").asString("");
        if (text == null) {
            return error("file_not_found");
        }
        if (!CHANNELS.matcher(channel).matches()) {
            return error("channel_not_found");
        }
        if (!messages.containsKey(threadTs)) {
            return error("invalid_thread_ts");
        }
        files.add(new SharedFile(channel, threadTs, file.path("title").asString(""), text));
        return Answer.json(200, "{\"ok\":true,\"files\":[{\"id\":\"F1\"}]}");
    }

    private Answer webApi(URI uri, String contentType, String authorization, String body) {
        if (!authorization.equals("Bearer " + TOKEN)) {
            return error("invalid_auth");
        }
        if (!contentType.startsWith("application/json")) {
            return error("invalid_arguments");
        }
        JsonNode payload = JSON.readTree(body);
        String channel = payload.path("channel").asString("");
        if (!CHANNELS.matcher(channel).matches()) {
            return error("channel_not_found");
        }
        boolean isUpdate = uri.getPath().endsWith("chat.update");
        if (!isUpdate && isTooFast(channel)) {
            return Answer.json(429, "{\"ok\":false,\"error\":\"ratelimited\"}").with(Map.of("Retry-After", "1"));
        }
        String ts = isUpdate ? payload.path("ts").asString("") : "1405894322." + ids.incrementAndGet();
        try {
            check(payload, isUpdate ? UPDATE_FIELDS : POST_FIELDS, !isUpdate);
        } catch (Refusal e) {
            return error("invalid_blocks");
        }
        if (isUpdate && !editError.isEmpty()) {
            return error(editError);
        }
        if (isUpdate && !messages.containsKey(ts)) {
            return error("message_not_found");
        }
        if (isUpdate || !payload.has("thread_ts")) {
            messages.put(ts, payload);
        } else {
            interactions.replied(payload);
        }
        accept("POST", uri.getPath(), payload);
        return Answer.json(200, "{\"ok\":true,\"channel\":\"" + channel + "\",\"ts\":\"" + ts + "\"}");
    }

    private static Answer error(String word) {
        return Answer.json(200, "{\"ok\":false,\"error\":\"" + word + "\"}");
    }

    private boolean isTooFast(String path) {
        if (!isRateLimited) {
            return false;
        }
        long now = System.currentTimeMillis();
        Long last = lastPosts.put(path, now);
        // Ten per cent of tolerance for two clocks and a network between them.
        return last != null && now - last < 900;
    }

    /** Throws what the service would answer. */
    public static void check(JsonNode payload) {
        check(payload, WEBHOOK_FIELDS, true);
    }

    static void check(JsonNode payload, Set<String> fields, boolean mayUnfurl) {
        Refusal.onlyFields(payload, "payload", fields);
        Refusal.text(payload.path("text"), "text", 40_000);
        if (mayUnfurl) {
            checkUnfurling(payload);
        }
        int total = 0;
        Refusal.unless(payload.path("blocks").size() <= 50, "more than 50 blocks");
        for (JsonNode block : payload.path("blocks")) {
            total += checkBlock(block);
        }
        JsonNode attachments = payload.path("attachments");
        Refusal.unless(attachments.size() <= 20, "too_many_attachments");
        for (JsonNode attachment : attachments) {
            Refusal.onlyFields(attachment, "attachment", ATTACHMENT_FIELDS);
            JsonNode blocks = attachment.path("blocks");
            Refusal.unless(blocks.size() <= 50, "more than 50 blocks");
            for (JsonNode block : blocks) {
                total += checkBlock(block);
            }
        }
        Refusal.unless(total <= MAX_TOTAL, "msg_blocks_too_long " + total);
    }

    private static void checkUnfurling(JsonNode payload) {
        Refusal.unless(!payload.path("unfurl_links").asBoolean(true), "unfurl_links is not off");
        Refusal.unless(!payload.path("unfurl_media").asBoolean(true), "unfurl_media is not off");
    }

    private static int checkBlock(JsonNode block) {
        return switch (block.path("type").asString("")) {
            case "header" -> {
                Refusal.onlyFields(block, "header", Set.of("type", "text"));
                Refusal.unless(
                        block.path("text").path("type").asString("").equals("plain_text"), "header is not plain");
                yield checkText(block.path("text"), 150);
            }
            case "section" -> {
                Refusal.onlyFields(block, "section", Set.of("type", "text", "fields"));
                Refusal.unless(block.has("text") || block.has("fields"), "section is empty");
                int total = block.has("text") ? checkText(block.path("text"), 3_000) : 0;
                Refusal.unless(block.path("fields").size() <= 10, "more than 10 fields");
                for (JsonNode field : block.path("fields")) {
                    total += checkText(field, 2_000);
                }
                yield total;
            }
            case "context" -> {
                Refusal.onlyFields(block, "context", Set.of("type", "elements"));
                int size = block.path("elements").size();
                Refusal.unless(size >= 1 && size <= 10, "context has " + size + " elements");
                int total = 0;
                for (JsonNode element : block.path("elements")) {
                    total += checkText(element, 3_000);
                }
                yield total;
            }
            case "actions" -> checkActions(block);
            case "divider" -> 0;
            default -> throw new Refusal("unknown block " + block.path("type"));
        };
    }

    /** docs.slack.dev/reference/block-kit/blocks/actions-block and …/block-elements/button-element. */
    private static int checkActions(JsonNode block) {
        Refusal.onlyFields(block, "actions", Set.of("type", "elements", "block_id"));
        int size = block.path("elements").size();
        Refusal.unless(size >= 1 && size <= 25, "actions has " + size + " elements");
        int total = 0;
        Set<String> ids = new java.util.HashSet<>();
        for (JsonNode button : block.path("elements")) {
            Refusal.onlyFields(
                    button, "button", Set.of("type", "action_id", "text", "value", "style", "url", "confirm"));
            Refusal.unless(button.path("type").asString("").equals("button"), "unknown element");
            Refusal.unless(
                    button.path("text").path("type").asString("").equals("plain_text"), "button text is not plain");
            total += checkText(button.path("text"), 75);
            Refusal.text(button.path("action_id"), "action_id", 255);
            Refusal.text(button.path("value"), "value", 2_000);
            Refusal.unless(
                    !button.has("style")
                            || Set.of("primary", "danger")
                                    .contains(button.path("style").asString("")),
                    "unknown style");
            Refusal.unless(ids.add(button.path("action_id").asString("")), "action_id is there twice");
        }
        return total;
    }

    private static int checkText(JsonNode text, int max) {
        String type = text.path("type").asString("");
        Refusal.unless(type.equals("plain_text") || type.equals("mrkdwn"), "unknown text type " + type);
        Refusal.onlyFields(
                text,
                type,
                type.equals("plain_text") ? Set.of("type", "text", "emoji") : Set.of("type", "text", "verbatim"));
        return Refusal.text(text.path("text"), type, max);
    }

    @Override
    public void close() {
        interactions.close();
        super.close();
    }

    /** For manual runs: the port is the only argument; prints what it accepts. */
    public static void main(String[] arguments) throws InterruptedException {
        try (SlackStandIn slack = new SlackStandIn(Integer.parseInt(arguments[0]))) {
            System.out.println("Slack stand-in: " + slack.webhookUrl());
            StandInConsole.print(slack);
        }
    }
}
