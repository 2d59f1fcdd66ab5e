package io.tocsin.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.tracing.CollectorStandIn.ReceivedSpan;
import io.tocsin.tracing.TraceSpan.TraceKind;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanSenderTest {

    private final CollectorStandIn collector = new CollectorStandIn();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SpanSender sender = sender(collector.url());
    private final Tracing tracing = new Tracing(sender::keep, 1, Clock.systemUTC());

    private SpanSender sender(String url) {
        return new SpanSender(new TracingSettings(url, "Bearer secret", 1), Map.of("service.name", "tocsin"), registry);
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    private double counted(String outcome) {
        return registry.get("tocsin.traces.spans")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void spans(int count) {
        for (int i = 0; i < count; i++) {
            tracing.within(
                    "evaluate",
                    span -> span.with("tocsin.rule_group", "a.yml:한글").with("n", 7));
        }
    }

    @Test
    void sendsWhatACollectorTakes() throws Exception {
        tracing.within("evaluate", span -> tracing.within("query", inner -> inner.failed("no answer")));

        sender.send();

        assertThat(collector.wrong()).isEmpty();
        ReceivedSpan query = collector.spans("query").get(0);
        ReceivedSpan work = collector.spans("evaluate").get(0);
        assertThat(query.parentId()).isEqualTo(work.spanId());
        assertThat(query.traceId()).isEqualTo(work.traceId());
        assertThat(query.failure()).isEqualTo("no answer");
        assertThat(query.kind()).isEqualTo(TraceKind.INTERNAL.number());
        assertThat(work.nanos()).isPositive();
        assertThat(collector.authorizations()).containsExactly("Bearer secret");
    }

    @Test
    void sendsManyInBatches() throws Exception {
        spans(1_200);

        sender.send();

        assertThat(collector.spans())
                .hasSize(1_200)
                .allSatisfy(span -> assertThat(span.attributes())
                        .containsExactlyInAnyOrderEntriesOf(Map.of("tocsin.rule_group", "a.yml:한글", "n", "7")));
        assertThat(collector.authorizations()).hasSize(3);
        assertThat(counted("sent")).isEqualTo(1_200);
    }

    @Test
    void sendsWhatStillWaitsWhenItIsClosed() {
        spans(3);

        sender.close();

        assertThat(collector.spans()).hasSize(3);
    }

    @Test
    void triesABatchAgainOnceAndSaysSo() throws Exception {
        collector.answer(503);
        spans(1);

        sender.send();
        assertThat(sender.concerns()).singleElement().satisfies(concern -> {
            assertThat(concern.code()).isEqualTo("traces-failed");
            assertThat(concern.toString()).contains("503").doesNotContain("secret");
        });
        sender.send();

        assertThat(collector.spans()).hasSize(1);
        assertThat(sender.concerns()).isEmpty();
        assertThat(counted("sent")).isEqualTo(1);
        assertThat(counted("dropped")).isZero();
    }

    @Test
    void givesUpWhatIsNotTakenTwice() throws Exception {
        collector.answer(503, 429);
        spans(1);

        sender.send();
        sender.send();
        sender.send();

        assertThat(collector.spans()).isEmpty();
        assertThat(counted("dropped")).isEqualTo(1);
    }

    @Test
    void doesNotRepeatWhatIsRefused() throws Exception {
        collector.answer(400);
        spans(1);

        sender.send();

        assertThat(counted("refused")).isEqualTo(1);
        assertThat(collector.authorizations()).hasSize(1);
    }

    @Test
    void holdsNoMoreThanItsBoundWhileNobodyTakesThem() {
        spans(5_000);

        assertThat(counted("dropped")).isEqualTo(5_000 - 4_096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://tempo:4318", "http://tempo:4318/", "http://tempo:4318/v1/traces"})
    void theAddressMayLackThePath(String url) {
        assertThat(new TracingSettings(url, "", 1).address()).hasToString("http://tempo:4318/v1/traces");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tempo:4318", "grpc://tempo:4317", "x"})
    void refusesAnAddressThatIsNone(String url) {
        assertThatThrownBy(() -> new TracingSettings(url, "", 1)).hasMessageContaining("tocsin.traces.url");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void refusesARatioThatIsNone(double ratio) {
        assertThatThrownBy(() -> new TracingSettings("", "", ratio)).hasMessageContaining("tocsin.traces.ratio");
    }
}
