package io.tocsin.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Slack's Socket Mode as docs.slack.dev/apis/events-api/using-socket-mode has it: an address counts once, at most ten connections,
 * an envelope that is not acknowledged in time comes again, perhaps on another connection.
 */
public final class SlackSocketStandIn extends SocketStandIn {

    /** Slack waits for three seconds; the machine of a test may itself stand still for as long. */
    private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(60);

    private final Set<String> tickets = ConcurrentHashMap.newKeySet();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final List<Peer> warned = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = new ScheduledThreadPoolExecutor(1);
    private volatile String refusal = "";

    /** The answer of apps.connections.open. */
    String openConnection() {
        if (!refusal.isEmpty()) {
            return "{\"ok\":false,\"error\":\"" + refusal + "\"}";
        }
        String ticket = UUID.randomUUID().toString();
        tickets.add(ticket);
        return "{\"ok\":true,\"url\":\"ws://127.0.0.1:" + port() + "/link?ticket=" + ticket + "&app_id=A1\"}";
    }

    @Override
    void greet(Peer peer) {
        String ticket = peer.query.replaceAll("^.*ticket=([^&]*).*$", "$1");
        if (!tickets.remove(ticket)) {
            breaks("an address was used twice");
            peer.close(1008);
            return;
        }
        if (open().size() > 10) {
            breaks("more than ten connections");
        }
        peer.send("{\"type\":\"hello\",\"num_connections\":" + open().size()
                + ",\"connection_info\":{\"app_id\":\"A1\"},\"debug_info\":{\"host\":\"applink-1\","
                + "\"approximate_connection_time\":18060}}");
    }

    @Override
    void hear(Peer peer, JsonNode text) {
        String id = text.path("envelope_id").asString("");
        for (String field : text.propertyNames()) {
            if (!Set.of("envelope_id", "payload").contains(field)) {
                breaks("unknown field " + field);
            }
        }
        if (!waiting.remove(id)) {
            breaks("acknowledged what was not sent: " + text);
        }
    }

    /** Sends on one of the connections, the newest first; sends again while nobody acknowledges. */
    public void send(String type, JsonNode payload) {
        send(type, payload, 0);
    }

    private void send(String type, JsonNode payload, int attempt) {
        List<Peer> open = new ArrayList<>(open());
        if (open.isEmpty() || attempt > 3) {
            breaks("nobody takes an envelope");
            return;
        }
        ObjectNode envelope = JSON.createObjectNode();
        String id = UUID.randomUUID().toString();
        envelope.put("envelope_id", id);
        envelope.put("type", type);
        envelope.set("payload", payload);
        envelope.put("accepts_response_payload", type.equals("slash_commands"));
        if (attempt > 0) {
            envelope.put("retry_attempt", attempt);
            envelope.put("retry_reason", "timeout");
        }
        waiting.add(id);
        open.get((open.size() - 1 + attempt) % open.size()).send(envelope.toString());
        clock.schedule(
                () -> {
                    if (waiting.remove(id)) {
                        breaks("not acknowledged in time");
                        send(type, payload, attempt + 1);
                    }
                },
                ACKNOWLEDGED_WITHIN.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The same to every connection, as when Slack believes that the first one did not get it. */
    public void sendToAll(String type, JsonNode payload) {
        for (Peer peer : open()) {
            ObjectNode envelope = JSON.createObjectNode();
            String id = UUID.randomUUID().toString();
            envelope.put("envelope_id", id);
            envelope.put("type", type);
            envelope.set("payload", payload);
            envelope.put("accepts_response_payload", false);
            waiting.add(id);
            peer.send(envelope.toString());
        }
    }

    /** Warns every connection that it will end; {@link #endWarned} ends it. */
    public void warn() {
        for (Peer peer : open()) {
            peer.send("{\"type\":\"disconnect\",\"reason\":\"warning\",\"debug_info\":{\"host\":\"applink-1\"}}");
            warned.add(peer);
        }
    }

    public void endWarned() {
        warned.forEach(peer -> peer.close(1000));
        warned.clear();
    }

    /** Somebody switches Socket Mode off. */
    public void disable() {
        refusal = "invalid_auth";
        for (Peer peer : open()) {
            peer.send("{\"type\":\"disconnect\",\"reason\":\"link_disabled\",\"debug_info\":{}}");
            peer.close(1000);
        }
    }

    public void enable() {
        refusal = "";
    }

    @Override
    public void close() {
        clock.shutdownNow();
        super.close();
    }
}
