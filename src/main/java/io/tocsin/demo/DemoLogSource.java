package io.tocsin.demo;

import io.tocsin.logstore.LogStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

/** Pushes the lines of the {@link DemoScript} into the embedded store, every second, the way a log agent would. */
@Component
@Profile("demo")
class DemoLogSource implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(DemoLogSource.class);
    private static final long SEED = 20261121;

    private final ObjectProvider<LogStore> store;
    private final JsonMapper json;
    private final Clock clock;
    private final Disposable.Swap running = Disposables.swap();

    DemoLogSource(ObjectProvider<LogStore> store, JsonMapper json, Clock clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        LogStore target = store.getIfAvailable();
        if (target == null) {
            log.warn("The demo needs the embedded log store: unset TOCSIN_LOKI_URL");
            return;
        }
        DemoScript script = new DemoScript(SEED);
        running.update(Flux.interval(Duration.ofSeconds(1), Schedulers.newSingle("demo-log-source", true))
                .onBackpressureDrop()
                .subscribe(
                        second -> push(target, script, second),
                        failure -> log.error("the demo source ended", failure)));
    }

    private void push(LogStore target, DemoScript script, long second) {
        Instant at = clock.instant();
        try {
            target.push(
                    json.writeValueAsBytes(body(script.lines(second, at), at)), MediaType.APPLICATION_JSON_VALUE, "");
        } catch (RuntimeException e) {
            log.warn("the demo lines of second {} were not accepted", second, e);
        }
    }

    /** A push as Loki's JSON format has it; lines of one second are a microsecond apart, so that they keep their order. */
    private static Map<String, Object> body(List<DemoLine> lines, Instant at) {
        Map<SortedMap<String, String>, List<List<String>>> valuesByStream = new LinkedHashMap<>();
        long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
        for (DemoLine line : lines) {
            nanos += 1_000;
            valuesByStream
                    .computeIfAbsent(line.stream().asMap(), stream -> new ArrayList<>())
                    .add(List.of(Long.toString(nanos), line.text()));
        }
        List<Map<String, Object>> streams = new ArrayList<>();
        valuesByStream.forEach((stream, values) -> streams.add(Map.of("stream", stream, "values", values)));
        return Map.of("streams", streams);
    }

    @Override
    public void destroy() {
        running.dispose();
    }
}
