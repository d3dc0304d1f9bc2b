package io.github.dl4jpruning.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.dl4jpruning.engine.WeightLayout;
import io.github.dl4jpruning.mask.WeightMask;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static WeightLayout layout(
            List<Long> shape, char order, int input, int output, String group, String... gates) {
        return new WeightLayout(shape, order, input, output, List.of(gates), group);
    }

    private static WeightMask pruned(long length, Long... positions) {
        return WeightMask.of(length, Set.of(positions)::contains);
    }

    @Test
    void aUnitIsDeadWhenItsWholeColumnIsPruned() {
        // [2 inputs, 3 units], a row after the other: unit 1 has the positions 1 and 4.
        Connections connections = new Connections();
        connections.add(layout(List.of(2L, 3L), 'c', 0, 1, ""), pruned(6, 1L, 4L, 5L));
        assertThat(connections.unitsWithoutInput()).hasValue(1);
        assertThat(connections.inputsWithoutOutput()).hasValue(0);
        assertThat(connections.gates()).isEmpty();
    }

    @Test
    void anInputIsUnreadWhenItsWholeRowIsPruned() {
        // The same in columns: input 1 has the positions 1, 3 and 5.
        Connections connections = new Connections();
        connections.add(layout(List.of(2L, 3L), 'f', 0, 1, ""), pruned(6, 1L, 3L, 5L));
        assertThat(connections.unitsWithoutInput()).hasValue(0);
        assertThat(connections.inputsWithoutOutput()).hasValue(1);
    }

    @Test
    void everythingIsDeadUnderAFullMask() {
        Connections connections = new Connections();
        connections.add(layout(List.of(2L, 3L), 'f', 0, 1, ""), WeightMask.of(6, i -> true));
        assertThat(connections.unitsWithoutInput()).hasValue(3);
        assertThat(connections.inputsWithoutOutput()).hasValue(2);
    }

    @Test
    void aKernelConnectsChannels() {
        // [2 outputs, 3 inputs, 1, 2]: output 0 has positions 0 to 5, input 2 has 4, 5, 10 and 11.
        WeightLayout kernel = layout(List.of(2L, 3L, 1L, 2L), 'c', 1, 0, "");
        Connections connections = new Connections();
        connections.add(kernel, pruned(12, 0L, 1L, 2L, 3L, 4L, 5L, 10L, 11L));
        assertThat(connections.unitsWithoutInput()).hasValue(1);
        assertThat(connections.inputsWithoutOutput()).hasValue(1);
        Connections alive = new Connections();
        alive.add(kernel, pruned(12, 0L, 1L, 2L, 3L, 4L, 10L, 11L));
        assertThat(alive.unitsWithoutInput()).hasValue(0);
        assertThat(alive.inputsWithoutOutput()).hasValue(0);
    }

    @Test
    void aUnitOfAGatedLayerLivesAsLongAsOneOfItsGatesHasAWeight() {
        // [1 input, 2 gates of 2 units]: unit 0 has positions 0 and 2.
        WeightLayout gated = layout(List.of(1L, 4L), 'f', 0, 1, "", "update", "reset");
        Connections one = new Connections();
        one.add(gated, pruned(4, 0L));
        assertThat(one.unitsWithoutInput()).hasValue(0);
        assertThat(one.gates()).containsExactly(entry("update", 0.5), entry("reset", 0.0));
        Connections both = new Connections();
        both.add(gated, pruned(4, 0L, 2L, 3L));
        assertThat(both.unitsWithoutInput()).hasValue(1);
        assertThat(both.gates()).containsExactly(entry("update", 0.5), entry("reset", 1.0));
    }

    @Test
    void recurrentWeightsKeepAUnitAlive() {
        Connections connections = new Connections();
        connections.add(layout(List.of(1L, 2L), 'f', 0, 1, ""), WeightMask.of(2, i -> true));
        connections.add(layout(List.of(2L, 2L), 'f', -1, 1, ""), pruned(4, 0L, 2L, 3L)); // unit 0 keeps position 1
        assertThat(connections.unitsWithoutInput()).hasValue(1);
        assertThat(connections.inputsWithoutOutput()).hasValue(1);
    }

    @Test
    void bothDirectionsHaveUnitsOfTheirOwnButReadTheSameInputs() {
        // [2 inputs, 2 units] forwards and backwards
        Connections connections = new Connections();
        connections.add(layout(List.of(2L, 2L), 'f', 0, 1, "f"), pruned(4, 0L, 1L, 3L)); // unit 0 dead, input 1 unread
        connections.add(layout(List.of(2L, 2L), 'f', 0, 1, "b"), pruned(4, 2L, 3L)); // unit 1 dead
        assertThat(connections.unitsWithoutInput()).hasValue(2);
        assertThat(connections.inputsWithoutOutput()).hasValue(0);
    }

    @Test
    void weightsWithoutOrderSayNothing() {
        Connections connections = new Connections();
        connections.add(layout(List.of(2L, 2L), 'f', -1, -1, ""), WeightMask.of(4, i -> true));
        assertThat(connections.unitsWithoutInput()).isEmpty();
        assertThat(connections.inputsWithoutOutput()).isEmpty();
        assertThat(connections.gates()).isEmpty();
    }

    @Test
    void aBiasThatIsPrunedToNothingLeavesTheCountOfUnitsToTheWeights() {
        Connections connections = new Connections();
        connections.add(layout(List.of(2L, 2L), 'f', 0, 1, ""), pruned(4, 0L, 1L));
        connections.add(layout(List.of(1L, 2L), 'f', -1, -1, ""), WeightMask.none(2));
        assertThat(connections.unitsWithoutInput()).hasValue(1);
    }
}
