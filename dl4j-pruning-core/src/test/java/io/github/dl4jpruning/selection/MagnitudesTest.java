package io.github.dl4jpruning.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.selection.Magnitudes.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagnitudesTest {

    private static long key(double value) {
        long[] keys = new long[1];
        Magnitudes.of(value).read(0, keys, 1);
        return keys[0];
    }

    private static long key(float value) {
        long[] keys = new long[1];
        Magnitudes.of(value).read(0, keys, 1);
        return keys[0];
    }

    @Property(tries = 1000)
    void keysOfDoublesAreOrderedAsTheMagnitudesAre(@ForAll double a, @ForAll double b) {
        assertThat(Long.compare(key(a), key(b))).isEqualTo(Double.compare(Math.abs(a), Math.abs(b)));
        assertThat(Precision.DOUBLE.magnitude(key(a))).isEqualTo(Math.abs(a));
        assertThat(Precision.DOUBLE.key(Math.abs(a))).isEqualTo(key(a));
        assertThat(key(a)).isNotNegative();
    }

    @Property(tries = 1000)
    void keysOfFloatsAreOrderedAsTheMagnitudesAre(@ForAll float a, @ForAll float b) {
        assertThat(Long.compare(key(a), key(b))).isEqualTo(Float.compare(Math.abs(a), Math.abs(b)));
        assertThat(Precision.SINGLE.magnitude(key(a))).isEqualTo(Math.abs(a));
        assertThat(Precision.SINGLE.key(Math.abs(a))).isEqualTo(key(a));
        assertThat(key(a)).isBetween(0L, (1L << 31) - 1);
    }

    @Test
    void zeroIsTheSmallestInfinityStandsAboveAllNumbersAndNaNAboveInfinity() {
        assertThat(List.of(
                        key(-0f), key(0f), key(-Float.MIN_VALUE), key(-Float.MAX_VALUE), key(Float.NEGATIVE_INFINITY)))
                .isSorted()
                .startsWith(0L, 0L);
        assertThat(key(Float.NaN))
                .isGreaterThan(key(Float.POSITIVE_INFINITY))
                .isEqualTo(key(Float.intBitsToFloat(0xffc00000)));
        assertThat(List.of(
                        key(-0.0),
                        key(0.0),
                        key(-Double.MIN_VALUE),
                        key(Double.MAX_VALUE),
                        key(Double.NEGATIVE_INFINITY)))
                .isSorted()
                .startsWith(0L, 0L);
        assertThat(key(Double.NaN))
                .isGreaterThan(key(Double.NEGATIVE_INFINITY))
                .isEqualTo(key(Double.longBitsToDouble(0xfff8000000000000L)));
        assertThat(key(Float.POSITIVE_INFINITY)).isEqualTo(Precision.SINGLE.infinityKey);
        assertThat(key(Double.POSITIVE_INFINITY)).isEqualTo(Precision.DOUBLE.infinityKey);
    }

    @Test
    void aPieceIsReadFromTheMiddle() {
        long[] keys = new long[5];
        Magnitudes.of(1.0, -2.0, 3.0, -4.0, 5.0).read(1, keys, 3);
        assertThat(keys).containsExactly(key(2.0), key(3.0), key(4.0), 0, 0);
    }

    @Test
    void everyWeightIsVisitedOnceAndInOrderAlsoBeyondOneChunk() {
        double[] values =
                DoubleStream.iterate(1, v -> -v - Math.signum(v)).limit(5_001).toArray();
        List<Long> positions = new ArrayList<>();
        List<Long> keys = new ArrayList<>();
        Magnitudes.of(values).forEach((position, key) -> {
            positions.add(position);
            keys.add(key);
        });
        assertThat(positions).hasSize(5_001);
        for (int i = 0; i < 5_001; i++) {
            assertThat(positions.get(i)).isEqualTo(i);
            assertThat(keys.get(i)).isEqualTo(key((double) (i + 1)));
        }
    }

    @Test
    void anArrayIsNotCopied() {
        float[] weights = {1, 2};
        Magnitudes magnitudes = Magnitudes.of(weights);
        weights[1] = -7;
        long[] keys = new long[2];
        magnitudes.read(0, keys, 2);
        assertThat(keys).containsExactly(key(1f), key(7f));
        assertThat(magnitudes.length()).isEqualTo(2);
        assertThat(magnitudes.precision()).isEqualTo(Precision.SINGLE);
    }

    @Test
    void scaledMagnitudesAreMultipliedAndRoundedToThePrecision() {
        long[] keys = new long[4];
        Magnitudes scaled =
                Magnitudes.of(1f, -3f, Float.NEGATIVE_INFINITY, Float.NaN).scaled(1 / 3.0);
        scaled.read(0, keys, 4);
        assertThat(keys).containsExactly(key((float) (1 / 3.0)), key(1f), key(Float.POSITIVE_INFINITY), key(Float.NaN));
        assertThat(scaled.length()).isEqualTo(4);
        assertThat(scaled.precision()).isEqualTo(Precision.SINGLE);
        Magnitudes.of(0.0, 0.3).scaled(2).read(1, keys, 1);
        assertThat(keys[0]).isEqualTo(key(0.6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aFactorThatIsNotPositiveAndFiniteIsRefused(double factor) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Magnitudes.of(1f).scaled(factor))
                .withMessage("factor is " + factor + " but must be positive and finite");
    }
}
