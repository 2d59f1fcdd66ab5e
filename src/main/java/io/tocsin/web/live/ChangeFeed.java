package io.tocsin.web.live;

import io.tocsin.task.SafeMono;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** What has changed, as lists of names, for all open pages together. While nobody listens nothing is asked. */
@Component
class ChangeFeed implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Sinks.Empty<Void> closed = Sinks.empty();
    private final Flux<List<String>> changes;

    ChangeFeed(ChangeMarks marks) {
        this.changes = Flux.interval(Duration.ZERO, PERIOD)
                .onBackpressureDrop()
                .takeUntilOther(closed.asMono())
                .concatMap(tick -> read(marks), 1)
                .buffer(2, 1)
                .filter(pair -> pair.size() == 2)
                .map(pair -> changed(pair.get(0), pair.get(1)))
                .filter(names -> !names.isEmpty())
                .share();
    }

    /** Never fails, and ends with the context. */
    Flux<List<String>> changes() {
        return changes;
    }

    /** Whoever still listens would have a closed context asked for the rest of the process. */
    @Override
    public void destroy() {
        closed.tryEmitEmpty();
    }

    private static Mono<Map<String, String>> read(ChangeMarks marks) {
        return SafeMono.fromCallable(marks::read)
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorResume(e -> {
                    log.warn("Changes for open pages could not be read; it is tried again. cause={}", e.toString());
                    return Mono.empty();
                });
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(mark -> !mark.getValue().equals(before.get(mark.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }
}
