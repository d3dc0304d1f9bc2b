package io.github.dl4jpruning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruningWindowTest {

    private static List<Long> dueSteps(PruningWindow window, int steps, int perEpoch) {
        return LongStream.rangeClosed(1, steps)
                .filter(step -> window.isDue(step, (step - 1) / perEpoch))
                .boxed()
                .toList();
    }

    @Test
    void inIterationsMasksAreDueAtTheBeginningEveryIntervalAtTheEndAndEverAfter() {
        assertThat(dueSteps(PruningWindow.iterations(10, 25, 7), 28, 100))
                .containsExactly(10L, 17L, 24L, 25L, 26L, 27L, 28L);
    }

    @Test
    void inIterationsAnEndOnTheGridIsDueOnce() {
        assertThat(dueSteps(PruningWindow.iterations(10, 24, 7), 24, 100)).containsExactly(10L, 17L, 24L);
    }

    @Test
    void anIntervalLongerThanTheWindowLeavesTheBeginningAndTheEnd() {
        assertThat(dueSteps(PruningWindow.iterations(3, 8, 100), 8, 100)).containsExactly(3L, 8L);
    }

    @Test
    void aWindowOfOneStepIsDueFromThereOn() {
        assertThat(dueSteps(PruningWindow.iterations(3, 3, 100), 5, 100)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void inEpochsMasksAreDueAtStepsDivisibleByTheIntervalAndAlwaysFromTheEndOn() {
        // Three iterations an epoch: two epochs of warm-up are steps 1 to 6, the last epoch of the window begins at 13.
        assertThat(dueSteps(PruningWindow.epochs(2, 4, 5), 16, 3)).containsExactly(10L, 13L, 14L, 15L, 16L);
    }

    @Test
    void inEpochsTheFirstEpochMayBeTheBeginning() {
        assertThat(dueSteps(PruningWindow.epochs(0, 2, 2), 9, 3)).containsExactly(2L, 4L, 6L, 7L, 8L, 9L);
    }

    @Property(tries = 300)
    void nothingIsDueBeforeTheBeginning(
            @ForAll @IntRange(min = 1, max = 200) int begin,
            @ForAll @IntRange(max = 100) int length,
            @ForAll @IntRange(min = 1, max = 50) int interval,
            @ForAll @IntRange(min = 1, max = 20) int perEpoch) {
        assertThat(dueSteps(PruningWindow.iterations(begin, begin + length, interval), begin - 1, perEpoch))
                .isEmpty();
        assertThat(dueSteps(PruningWindow.epochs(begin, begin + length, interval), begin * perEpoch, perEpoch))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "10, 0", "11, 0.1", "15, 0.5", "19, 0.9", "20, 1", "1000, 1"})
    void progressGoesFromTheBeginningToTheEnd(long now, double expected) {
        assertThat(PruningWindow.iterations(10, 20, 3).progress(now, 99)).isEqualTo(expected);
        assertThat(PruningWindow.epochs(10, 20, 3).progress(99, now)).isEqualTo(expected);
    }

    @Test
    void progressIsExactForVeryLongTrainings() {
        long end = 4_000_000_001L;
        assertThat(PruningWindow.iterations(1, end, 1).progress(2_000_000_001L, 0))
                .isEqualTo(0.5);
        assertThat(PruningWindow.iterations(1, end, 1).progress(end - 1, 0)).isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5})
    void inIterationsABeginBelowOneIsRefused(long begin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningWindow.iterations(begin, 10, 1))
                .withMessage("begin is " + begin + " but the first iteration is 1");
    }

    @Test
    void inEpochsANegativeBeginIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningWindow.epochs(-1, 10, 1))
                .withMessage("begin is -1 but the first epoch is 0");
    }

    @Test
    void anEndBeforeTheBeginIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningWindow.iterations(10, 9, 1))
                .withMessage("end 9 lies before begin 10 (iterations): the window of pruning would be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningWindow.epochs(3, 2, 1))
                .withMessage("end 2 lies before begin 3 (epochs): the window of pruning would be empty");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void anIntervalBelowOneIsRefused(int interval) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningWindow.epochs(0, 1, interval))
                .withMessage("interval is " + interval
                        + " but must be at least 1: it is the number of iterations between two updates of the masks");
    }

    @Test
    void aMissingUnitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningWindow(null, 1, 2, 1))
                .withMessageContaining("unit is null")
                .withMessageContaining("PruningWindow.iterations(..)");
    }

    @Test
    void textNamesUnitBoundsAndInterval() {
        assertThat(PruningWindow.iterations(10, 20, 3))
                .hasToString("iterations 10 to 20, masks updated every 3 iterations");
        assertThat(PruningWindow.epochs(2, 19, 5)).hasToString("epochs 2 to 19, masks updated every 5 iterations");
    }
}
