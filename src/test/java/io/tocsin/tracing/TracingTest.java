package io.tocsin.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.tracing.TraceSpan.TraceKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.reactive.HandlerMapping;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class TracingTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ASKED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final List<FinishedSpan> kept = new ArrayList<>();

    private Tracing tracing(double ratio) {
        return new Tracing(kept::add, ratio, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private FinishedSpan one(String name) {
        return kept.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsAskedWithinAPieceOfWorkBelongsToItOnWhicheverThread() {
        Tracing tracing = tracing(1);

        int answers = tracing.within(
                "evaluate",
                span -> Flux.range(0, 3)
                        .flatMap(
                                i -> tracing.asking(
                                        "query",
                                        asked ->
                                                Mono.just(i).delayElement(Duration.ofMillis(1), Schedulers.parallel())),
                                1)
                        .contextWrite(TraceParent.handOver())
                        .collectList()
                        .block(Duration.ofSeconds(60))
                        .size());

        assertThat(answers).isEqualTo(3);
        FinishedSpan work = one("evaluate");
        assertThat(work.parentId()).isNull();
        assertThat(work.times().start()).isEqualTo(NOW);
        assertThat(kept)
                .hasSize(4)
                .allSatisfy(span -> assertThat(span.place().traceId())
                        .isEqualTo(work.place().traceId()));
        assertThat(kept).filteredOn(span -> span.name().equals("query")).allSatisfy(span -> {
            assertThat(span.parentId()).isEqualTo(work.place().spanId());
            assertThat(span.kind()).isEqualTo(TraceKind.CLIENT);
        });
        assertThat(TraceParent.current()).isEmpty();
    }

    @Test
    void worksThatFollowEachOtherOnAThreadAreTracesOfTheirOwn() {
        Tracing tracing = tracing(1);

        tracing.within("a", span -> 1);
        tracing.within("b", span -> tracing.within("c", inner -> 1));

        assertThat(one("a").place().traceId()).isNotEqualTo(one("b").place().traceId());
        assertThat(one("c").parentId()).isEqualTo(one("b").place().spanId());
    }

    @Test
    void workThatFailsEndsItsSpanAndGoesOnFailing() {
        assertThatThrownBy(() -> tracing(1).within("evaluate", span -> {
                    throw new IllegalStateException("x");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(one("evaluate").failure()).isEqualTo("IllegalStateException");
        assertThat(TraceParent.current()).isEmpty();
    }

    @Test
    void aRequestThatIsCancelledOrFailsEndsItsSpan() {
        Tracing tracing = tracing(1);

        tracing.asking("cancelled", span -> Mono.never()).subscribe().dispose();
        tracing.asking("failed", span -> Mono.error(new IllegalStateException("x")))
                .onErrorComplete()
                .block();

        assertThat(one("cancelled").failure()).isEqualTo("cancelled");
        assertThat(one("failed").failure()).isEqualTo("IllegalStateException");
    }

    @Test
    void aRequestsSpanHasEndedBeforeAnybodyHasItsAnswer() {
        List<Integer> ended = new ArrayList<>();

        tracing(1)
                .asking("query", span -> Mono.just(1))
                .doOnNext(answer -> ended.add(kept.size()))
                .block();

        assertThat(ended).containsExactly(1);
        assertThat(kept).hasSize(1);
        assertThat(one("query").failure()).isNull();
    }

    @Test
    void nothingOfATraceThatIsNotChosenIsKept() {
        Tracing none = tracing(0);

        none.within(
                "evaluate",
                span -> none.asking("query", asked -> Mono.just(1))
                        .contextWrite(TraceParent.handOver())
                        .block());

        assertThat(kept).isEmpty();
    }

    @Test
    void keepsAboutTheRatioOfTraces() {
        Tracing half = tracing(0.5);

        for (int i = 0; i < 2_000; i++) {
            half.within("evaluate", span -> 1);
        }

        assertThat(kept).hasSizeBetween(850, 1150);
    }

    @Test
    void whatFoundNothingToDoIsNotSeen() {
        tracing(1).within("notify", span -> {
            span.forget();
            return 0;
        });

        assertThat(kept).isEmpty();
    }

    @Test
    void whileItIsOffNothingIsHandedOverOrKept() {
        Boolean isHandedOver = Tracing.off()
                .within(
                        "evaluate",
                        span -> Tracing.off()
                                .asking("query", asked -> {
                                    asked.name("x").with("a", "b").failed("c").end();
                                    return Mono.deferContextual(context ->
                                            Mono.just(TraceParent.in(context).isPresent()));
                                })
                                .contextWrite(TraceParent.handOver())
                                .block());

        assertThat(isHandedOver).isFalse();
        assertThat(Tracing.off().isOn()).isFalse();
    }

    @Test
    void longValuesAreCut() {
        tracing(1).within("evaluate", span -> span.with("a", "x".repeat(5_000)));

        assertThat(one("evaluate").attributes().get("a").toString()).hasSize(2_000);
    }

    @Test
    void readsAndWritesTheHeader() {
        assertThat(TraceParent.parse(ASKED).map(TraceParent::header)).contains(ASKED);
        assertThat(TraceParent.parse(ASKED.replaceAll("01$", "00")).map(TraceParent::isSampled))
                .contains(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-02"
            })
    void aWrongHeaderBeginsANewTrace(String header) {
        assertThat(TraceParent.parse(header)).isEmpty();
    }

    @Test
    void aRequestGoesOnWithTheTraceThatItNamesAndSaysItsPatternNotItsPath() {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                MockServerHttpRequest.get("/alerts/secret-key").header("traceparent", ASKED));
        exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/alerts/{key}");
        List<Optional<String>> within = new ArrayList<>();

        new RequestTraces(tracing(1))
                .filter(
                        exchange,
                        request -> Mono.deferContextual(context -> {
                            within.add(TraceParent.in(context).map(TraceParent::traceId));
                            exchange.getResponse().setStatusCode(HttpStatus.INTERNAL_SERVER_ERROR);
                            return Mono.empty();
                        }))
                .block();

        FinishedSpan span = one("GET /alerts/{key}");
        assertThat(span.place().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
        assertThat(span.parentId()).isEqualTo("b7ad6b7169203331");
        assertThat(span.kind()).isEqualTo(TraceKind.SERVER);
        assertThat(span.failure()).isEqualTo("answered 500");
        assertThat(span.attributes().toString()).contains("500").doesNotContain("secret-key");
        assertThat(within).containsExactly(Optional.of(span.place().traceId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/css/a.css", "/favicon.svg", "/-/ready", "/events"})
    void probesAndFilesAreLeftOut(String path) {
        new RequestTraces(tracing(1))
                .filter(MockServerWebExchange.from(MockServerHttpRequest.get(path)), request -> Mono.empty())
                .block();

        assertThat(kept).isEmpty();
    }
}
