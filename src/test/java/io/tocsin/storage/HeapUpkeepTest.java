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
    void collectsTwiceWhatTheStartLeft() {
        upkeep.look();
        assertThat(asked).isZero();

        upkeep.look();
        assertThat(asked).isEqualTo(1);

        upkeep.look();
        upkeep.look();
        upkeep.look();

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void collectsTwiceWhenTheHeapGrewWithoutACollection() {
        start();

        size += 1;
        upkeep.look();
        assertThat(asked).isEqualTo(3);

        upkeep.look();
        upkeep.look();

        assertThat(asked).isEqualTo(4);
    }

    @Test
    void aHeapThatGrowsAgainIsCollectedTwiceFromThen() {
        start();

        size += 1;
        upkeep.look();
        size += 1;
        upkeep.look();
        upkeep.look();
        upkeep.look();

        assertThat(asked).isEqualTo(5);
    }

    @Test
    void leavesAHeapThatTheCollectorItselfLetGrow() {
        start();

        size += 30;
        collections++;
        upkeep.look();
        upkeep.look();

        assertThat(asked).isEqualTo(2);
    }

    @Test
    void leavesAHeapThatShrinks() {
        start();

        size -= 5;
        upkeep.look();

        assertThat(asked).isEqualTo(2);
    }

    private void start() {
        for (int look = 0; look < 4; look++) {
            upkeep.look();
        }
    }
}
