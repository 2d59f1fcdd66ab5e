package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class OpenStreamsTest {

    private VirtualTimeScheduler time;

    @BeforeEach
    void stopTime() {
        time = VirtualTimeScheduler.getOrSet();
    }

    @AfterEach
    void letItGoOn() {
        VirtualTimeScheduler.reset();
    }

    /** Who has left, and whose rights have ended while nobody could look, is found out then at the latest. */
    @Test
    void aStreamEndsAfterTenMinutesAlthoughItsReaderStays() {
        // Nobody's stream: there is no session and no token to look up.
        OpenStreams streams = new OpenStreams(null, null, new SettableClock(Instant.EPOCH));
        AtomicBoolean isOver = new AtomicBoolean();
        streams.place(
                        MockServerWebExchange.from(MockServerHttpRequest.get("/events")),
                        Flux.<String>never(),
                        Mono.<String>empty())
                .doOnComplete(() -> isOver.set(true))
                .subscribe();

        time.advanceTimeBy(OpenStreams.LONGEST.minus(Duration.ofSeconds(6)));
        assertThat(isOver).isFalse();
        time.advanceTimeBy(Duration.ofSeconds(7));

        assertThat(isOver).isTrue();
    }
}
