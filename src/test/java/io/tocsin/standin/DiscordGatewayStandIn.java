package io.tocsin.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Discord's gateway as discord.com/developers/docs/events/gateway has it: hello, heartbeats in time, identify once a session, events
 * with sequences, and sessions that are resumed with what was missed.
 */
public final class DiscordGatewayStandIn extends SocketStandIn {

    static final int HEARTBEAT_MILLIS = 1_500;

    /** Discord allows less; the machine of a test may itself stand still for some seconds. */
    private static final long MISSED_HEARTBEATS = 40;

    private final Map<Peer, GatewayState> states = new ConcurrentHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger identified = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
    private volatile boolean answersHeartbeats = true;

    private static final class GatewayState {
        volatile long lastBeat = System.currentTimeMillis();
        volatile String session = "";
    }

    private static final class Session {
        final List<ObjectNode> events = new ArrayList<>();
        volatile Peer peer;
    }

    @Override
    void greet(Peer peer) {
        if (!peer.query.contains("v=10") || !peer.query.contains("encoding=json")) {
            breaks("version and encoding are missing: " + peer.query);
        }
        GatewayState state = new GatewayState();
        states.put(peer, state);
        peer.send("{\"op\":10,\"d\":{\"heartbeat_interval\":" + HEARTBEAT_MILLIS + "}}");
        clock.scheduleAtFixedRate(
                () -> {
                    boolean isLate = System.currentTimeMillis() - state.lastBeat > MISSED_HEARTBEATS * HEARTBEAT_MILLIS;
                    if (peer.isOpen && isLate) {
                        breaks("no heartbeat");
                        peer.close(4009);
                    }
                },
                HEARTBEAT_MILLIS,
                HEARTBEAT_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    void hear(Peer peer, JsonNode text) {
        GatewayState state = states.get(peer);
        switch (text.path("op").asInt(-1)) {
            case 1 -> {
                state.lastBeat = System.currentTimeMillis();
                if (!text.has("d")) {
                    breaks("a heartbeat without the sequence");
                }
                if (answersHeartbeats) {
                    peer.send("{\"op\":11}");
                }
            }
            case 2 -> identify(peer, state, text.path("d"));
            case 6 -> resume(peer, state, text.path("d"));
            default -> breaks("unknown op " + text);
        }
    }

    private void identify(Peer peer, GatewayState state, JsonNode data) {
        if (!data.path("token").asString("").equals(DiscordInteractions.BOT_TOKEN)) {
            peer.close(4004);
            return;
        }
        JsonNode properties = data.path("properties");
        if (!data.path("intents").isNumber()
                || !properties.has("os")
                || !properties.has("browser")
                || !properties.has("device")) {
            breaks("identify is not whole: " + data.propertyNames());
        }
        if (!state.session.isEmpty()) {
            breaks("identified twice");
            peer.close(4005);
            return;
        }
        identified.incrementAndGet();
        String id = UUID.randomUUID().toString();
        Session session = new Session();
        session.peer = peer;
        sessions.put(id, session);
        state.session = id;
        ObjectNode ready = JSON.createObjectNode();
        ready.put("v", 10).put("session_id", id).put("resume_gateway_url", url());
        ready.putObject("application").put("id", DiscordInteractions.APPLICATION);
        event(session, "READY", ready);
    }

    private void resume(Peer peer, GatewayState state, JsonNode data) {
        Session session = sessions.get(data.path("session_id").asString(""));
        if (session == null || !data.path("token").asString("").equals(DiscordInteractions.BOT_TOKEN)) {
            peer.send("{\"op\":9,\"d\":false}");
            return;
        }
        resumed.incrementAndGet();
        state.session = data.path("session_id").asString("");
        long seen = data.path("seq").asLong(0);
        synchronized (session) {
            session.peer = peer;
            session.events.stream()
                    .filter(event -> event.path("s").asLong(0) > seen)
                    .forEach(event -> peer.send(event.toString()));
            event(session, "RESUMED", JSON.createObjectNode());
        }
    }

    private static void event(Session session, String type, JsonNode data) {
        synchronized (session) {
            ObjectNode event = JSON.createObjectNode();
            event.put("op", 0).put("t", type).put("s", session.events.size() + 1);
            event.set("d", data);
            session.events.add(event);
            if (session.peer.isOpen) {
                session.peer.send(event.toString());
            }
        }
    }

    /** Every session hears of it; those without a connection when they are resumed. */
    public void send(JsonNode interaction) {
        sessions.values().forEach(session -> event(session, "INTERACTION_CREATE", interaction));
    }

    /** Op 7: every connection is to come again. */
    public void askToReconnect() {
        open().forEach(peer -> peer.send("{\"op\":7,\"d\":null}"));
    }

    /** Op 9: the sessions are over. */
    public void endSessions() {
        sessions.clear();
        open().forEach(peer -> peer.send("{\"op\":9,\"d\":false}"));
    }

    public void answerHeartbeats(boolean isOn) {
        answersHeartbeats = isOn;
    }

    public int identified() {
        return identified.get();
    }

    public int resumed() {
        return resumed.get();
    }

    String url() {
        return "ws://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        super.close();
    }
}
