package io.tocsin.contactpoint.answer;

import io.tocsin.contactpoint.ContactPoint;
import io.tocsin.contactpoint.ContactPointKind;
import io.tocsin.contactpoint.answer.AnswerSocket.SocketFactory;
import io.tocsin.contactpoint.answer.AnswerSocket.SocketHealth;
import io.tocsin.secret.Secret;
import io.tocsin.watch.Concern;
import io.tocsin.watch.ConcernSource;
import io.tocsin.watch.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps one socket open for each app that the contact points name now. Safe for several threads. */
public final class AnswerSockets implements ConcernSource, AutoCloseable {

    /** A connection that is refreshed is gone for a moment, which nobody needs to know. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AnswerApps apps;
    private final List<SocketFactory> factories;
    private final Clock clock;
    private final Map<AppKey, AnswerSocket> open = new LinkedHashMap<>();
    private boolean isClosed;

    public AnswerSockets(AnswerApps apps, List<SocketFactory> factories, Clock clock) {
        this.apps = apps;
        this.factories = List.copyOf(factories);
        this.clock = clock;
    }

    private record AppKey(ContactPointKind kind, Secret token) {}

    /** Opens what is missing and closes what nobody names any more. */
    public synchronized void refresh() {
        if (isClosed) {
            return;
        }
        Map<AppKey, SocketFactory> wanted = new LinkedHashMap<>();
        for (SocketFactory factory : factories) {
            apps.bySocketToken(factory.kind())
                    .keySet()
                    .forEach(token -> wanted.put(new AppKey(factory.kind(), token), factory));
        }
        open.entrySet().removeIf(known -> {
            boolean isUnwanted = !wanted.containsKey(known.getKey());
            if (isUnwanted) {
                known.getValue().close();
            }
            return isUnwanted;
        });
        wanted.forEach((key, factory) -> open.computeIfAbsent(key, unseen -> {
            AnswerSocket socket = factory.socket(() -> sharing(key));
            socket.open();
            return socket;
        }));
    }

    private List<ContactPoint> sharing(AppKey key) {
        return apps.bySocketToken(key.kind()).getOrDefault(key.token(), List.of());
    }

    /**
     * An app and how its socket is doing.
     *
     * @param contactPoints their names
     */
    public record OpenApp(ContactPointKind kind, Set<String> contactPoints, SocketHealth health) {}

    public synchronized List<OpenApp> apps() {
        List<OpenApp> shown = new ArrayList<>();
        open.forEach((key, socket) -> shown.add(new OpenApp(
                key.kind(),
                sharing(key).stream()
                        .map(contactPoint -> contactPoint.name().value())
                        .collect(Collectors.toCollection(java.util.TreeSet::new)),
                socket.health())));
        return shown;
    }

    @Override
    public List<Concern> concerns() {
        Instant at = clock.instant();
        return apps().stream()
                .filter(app -> !app.health().isConnected()
                        && app.health().since().plus(PATIENCE).isBefore(at))
                .map(app -> new Concern(
                        "answers-cut-off",
                        Severity.NOTICE,
                        String.join(", ", app.contactPoints()),
                        "messages arrive, but nobody can answer by their buttons: "
                                + (app.health().reason().isEmpty()
                                        ? "not connected yet"
                                        : app.health().reason()),
                        app.health().since()))
                .toList();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        open.values().forEach(AnswerSocket::close);
        open.clear();
    }
}
