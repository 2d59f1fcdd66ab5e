package io.tocsin.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SparklineTest {

    @Test
    void drawsFromZeroToTheHighest() {
        assertThat(Sparkline.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7}, 20)).isEqualTo("▁▂▃▄▅▆▇█");
        assertThat(Sparkline.of(new double[] {100, 100}, 20)).isEqualTo("██");
    }

    @Test
    void drawsNothingButZerosLow() {
        assertThat(Sparkline.of(new double[] {0, 0, 0}, 20)).isEqualTo("▁▁▁");
    }

    @Test
    void showsGaps() {
        assertThat(Sparkline.of(new double[] {Double.NaN, 1, Double.NaN}, 20)).isEqualTo("·█·");
        assertThat(Sparkline.of(new double[] {Double.NaN}, 20)).isEmpty();
        assertThat(Sparkline.of(new double[0], 20)).isEmpty();
    }

    @Test
    void keepsPeaksWhenThereAreMoreValuesThanColumns() {
        double[] values = new double[1000];
        values[501] = 8;

        assertThat(Sparkline.of(values, 10)).isEqualTo("▁▁▁▁▁█▁▁▁▁");
    }

    @Test
    void drawsNegativeAndInfiniteValues() {
        assertThat(Sparkline.of(new double[] {-7, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}, 9))
                .isEqualTo("▁██▁");
    }

    @Test
    void takesAnyValues() {
        for (long seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            double[] values = new double[random.nextInt(50)];
            for (int i = 0; i < values.length; i++) {
                values[i] = Double.longBitsToDouble(random.nextLong());
            }

            assertThat(Sparkline.of(values, 1 + random.nextInt(20)))
                    .as("seed %d", seed)
                    .matches("[▁▂▃▄▅▆▇█·]{0,20}");
        }
    }
}
