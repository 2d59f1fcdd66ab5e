package io.tocsin.api.loki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.logql.engine.QueryException;
import io.tocsin.logstore.QueryMemory;
import io.tocsin.logstore.QueryMemory.Asker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;

class RenderedBodyTest {

    private final QueryMemory memory = new QueryMemory(3 << 20, Duration.ofMillis(20));

    @Test
    void holdsItsMemoryUntilTheClientHasTakenIt() {
        RenderedBody body = RenderedBody.of(text(1 << 20), false, memory.open(Asker.PERSON));

        assertThat(memory.usedBytes()).isGreaterThanOrEqualTo(1 << 20);
        body.buffers().blockLast();
        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void givesItsMemoryBackWhenTheClientLeaves() {
        RenderedBody body = RenderedBody.of(text(1 << 20), false, memory.open(Asker.PERSON));

        body.buffers().subscribeWith(new BaseSubscriber<>() {}).cancel();

        assertThat(memory.usedBytes()).isZero();
    }

    @Test
    void givesItsMemoryBackWhenThereIsNotEnough() {
        assertThatThrownBy(() -> RenderedBody.of(text(3 << 20), false, memory.open(Asker.PERSON)))
                .isInstanceOf(QueryException.class);

        assertThat(memory.usedBytes()).isZero();
    }

    private static JsonBody text(int length) {
        return json -> {
            for (int i = 0; i < length; i += 1024) {
                json.writeRaw("x".repeat(1024));
            }
        };
    }
}
