package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.selection.Blocks;
import io.github.dl4jpruning.selection.Granularity;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WeightLayoutTest {

    private static WeightLayout layout(char order, Long... shape) {
        return new WeightLayout(List.of(shape), order, 0, 1, List.of(), "");
    }

    @Test
    void inOrderCTheLastAxisIsTheFastest() {
        WeightLayout layout = layout('c', 2L, 3L);
        List<String> indices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            indices.add(layout.index(i, 0) + "," + layout.index(i, 1));
        }
        assertThat(indices).containsExactly("0,0", "0,1", "0,2", "1,0", "1,1", "1,2");
    }

    @Test
    void inOrderFTheFirstAxisIsTheFastest() {
        WeightLayout layout = layout('f', 2L, 3L);
        List<String> indices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            indices.add(layout.index(i, 0) + "," + layout.index(i, 1));
        }
        assertThat(indices).containsExactly("0,0", "1,0", "0,1", "1,1", "0,2", "1,2");
    }

    @Property(tries = 200)
    void indicesAndPositionsBelongTogetherInAnyNumberOfAxes(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 6) Integer> sizes, @ForAll boolean c) {
        List<Long> shape = sizes.stream().map(Integer::longValue).toList();
        WeightLayout layout = new WeightLayout(shape, c ? 'c' : 'f', -1, -1, List.of(), "");
        long length = layout.length();
        assertThat(length).isEqualTo(shape.stream().mapToLong(s -> s).reduce(1, (a, b) -> a * b));
        for (long position = 0; position < length; position++) {
            long back = 0;
            for (int k = 0; k < shape.size(); k++) {
                int axis = c ? k : shape.size() - 1 - k; // from the slowest axis to the fastest
                back = back * shape.get(axis) + layout.index(position, axis);
            }
            assertThat(back).isEqualTo(position);
        }
    }

    @Test
    void positionsBeyondThirtyTwoBitsHaveIndices() {
        WeightLayout layout = layout('f', 100_000L, 100_000L);
        assertThat(layout.length()).isEqualTo(10_000_000_000L);
        assertThat(layout.index(9_999_999_999L, 0)).isEqualTo(99_999);
        assertThat(layout.index(9_999_999_999L, 1)).isEqualTo(99_999);
    }

    @Test
    void aLengthBeyondSixtyFourBitsIsNotWrappedAround() {
        WeightLayout layout = layout('c', Long.MAX_VALUE, 2L);
        assertThatThrownBy(layout::length).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void unitsAreTheOutputsDividedByTheGates() {
        List<String> gates = List.of("i", "f", "o", "g");
        assertThat(new WeightLayout(List.of(3L, 8L), 'f', 0, 1, gates, "").units())
                .isEqualTo(2);
        assertThat(new WeightLayout(List.of(3L, 8L), 'f', 0, 1, List.of(), "").units())
                .isEqualTo(8);
        assertThat(new WeightLayout(List.of(3L, 8L), 'f', 0, -1, List.of(), "").units())
                .isZero();
        assertThat(new WeightLayout(List.of(16L, 4L, 5L, 5L), 'c', 1, 0, List.of(), "").units())
                .isEqualTo(16);
    }

    @Test
    void blocksRunAlongTheOutputsOfOneGate() {
        List<String> gates = List.of("i", "f", "o", "g");
        Granularity eight = Granularity.blocks(8);
        assertThat(new WeightLayout(List.of(5L, 40L), 'f', 0, 1, gates, "").blocks(eight))
                .isEqualTo(new Blocks(8, 10, 5));
        assertThat(new WeightLayout(List.of(5L, 40L), 'c', 0, 1, List.of(), "").blocks(eight))
                .isEqualTo(new Blocks(8, 40, 1));
        assertThat(new WeightLayout(List.of(16L, 4L, 3L, 5L), 'c', 1, 0, List.of(), "").blocks(eight))
                .isEqualTo(new Blocks(8, 16, 60));
    }

    @Test
    void withoutOutputsThereAreNoBlocksButSingleWeights() {
        WeightLayout plain = new WeightLayout(List.of(5L, 40L), 'f', -1, -1, List.of(), "");
        assertThat(plain.has(Granularity.blocks(2))).isFalse();
        assertThat(plain.has(Granularity.WEIGHTS)).isTrue();
        assertThat(plain.blocks(Granularity.WEIGHTS)).isEqualTo(Blocks.OF_ONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.blocks(Granularity.blocks(2)))
                .withMessage("a parameter of shape [5, 40] has no axis that is known to run over outputs, so it has no"
                        + " blocks of 2 outputs");
    }

    @Test
    void listsAreCopied() {
        List<Long> shape = new ArrayList<>(List.of(2L, 3L));
        List<String> gates = new ArrayList<>(List.of("i"));
        WeightLayout layout = new WeightLayout(shape, 'c', 0, 1, gates, "");
        shape.add(4L);
        gates.clear();
        assertThat(layout.shape()).containsExactly(2L, 3L);
        assertThat(layout.gates()).containsExactly("i");
    }
}
