package io.tocsin.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapUpkeepTest {

    private long size = 50;
    private long collections;
    private int asked;
    private final HeapUpkeep upkeep = new HeapUpkeep(() -> size, () -> collections, this::collect);

    private void collect() {
        asked++;
        collections++;
        size -= 10;
    }

    @Test
    void collectsOnceWhatTheStartLeft() {
        upkeep.look();
        assertThat(asked).isZero();

        upkeep.look();
        upkeep.look();
        upkeep.look();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void collectsWhenTheHeapGrewWithoutACollection() {
        upkeep.look();
        upkeep.look();

        size += 1;
        upkeep.look();
        upkeep.look();

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void leavesAHeapThatTheCollectorItselfLetGrow() {
        upkeep.look();
        upkeep.look();

        size += 30;
        collections++;
        upkeep.look();
        upkeep.look();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void leavesAHeapThatShrinks() {
        upkeep.look();
        upkeep.look();

        size -= 5;
        upkeep.look();

        assertThat(asked).isEqualTo(1);
    }
}
