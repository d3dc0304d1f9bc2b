package io.github.dl4jpruning.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The arithmetic of the table of forecasts; not its times. */
class InferenceTableTest {

    @Test
    void aRowHasWindowsPerSecondAndHowOftenTheRuntimeIsFaster() {
        assertThat(InferenceTable.cells("LSTM 64", 64, Sparsity.ofWeights(0.5), 2, 15, Double.NaN, 3))
                .containsExactly("LSTM 64", "64", "0.5", "2.000", "15.00", "-", "3.000", "32000", "7.5", "1.5");
    }

    @Test
    void withoutPyTorchItsCellsAreDashes() {
        String[] cells = InferenceTable.cells("PatchTST", 1, Sparsity.ofBlocks(0.9), 0.1, 4, 0.4, Double.NaN);
        assertThat(cells[6]).isEqualTo("-");
        assertThat(cells[9]).isEqualTo("-");
    }

    @Test
    void longForecastsTakeFewerTurnsAndTheirNumberIsOdd() {
        assertThat(InferenceTable.turns(280)).isEqualTo(21);
        assertThat(InferenceTable.turns(3_700)).isEqualTo(7); // eight fit
        assertThat(InferenceTable.turns(60_000)).isEqualTo(5);
    }

    @Test
    void aTurnIsFilledWithForecastsOrTakenByOne() {
        assertThat(Subject.perTurn(0.1)).isEqualTo(400);
        assertThat(Subject.perTurn(500)).isEqualTo(1);
    }

    @Test
    void theMedianIsOfTheTurnsAndNotOfTheWarmUp() throws IOException {
        PrimitiveIterator.OfDouble times = DoubleStream.of(1, 2000, 50, 70, 60).iterator(); // two of the warm-up
        Subject subject = new Subject(count -> times.nextDouble());
        assertThat(subject.median()).isNaN();
        for (int i = 0; i < 3; i++) {
            subject.turn();
        }
        assertThat(subject.median()).isEqualTo(60);
        assertThat(subject.turnMillis()).isEqualTo(2000);
    }

    @Test
    void whatIsNotInstalledTakesNoTurns() throws IOException {
        Subject nobody = new Subject(count -> Double.NaN);
        nobody.turn();
        assertThat(nobody.median()).isNaN();
        assertThat(nobody.turnMillis()).isZero();
    }

    @Test
    void theArgumentsForPyTorchAreThoseOfTheNetworks() {
        assertThat(new RecurrentSubjects("LSTM", 512, List.of()).torchArguments(64))
                .containsExactly("LSTM", "64", "8", "30", "512");
        assertThat(PatchSubjects.patchTransformer(List.of()).torchArguments(1))
                .containsExactly("PatchTransformer", "1", "8", "30", "3", "64", "4", "256", "2", "1");
        assertThat(PatchSubjects.patchTst(List.of()).torchArguments(64))
                .containsExactly("PatchTST", "64", "1", "192", "16", "64", "4", "256", "2", "24");
    }

    @Test
    void everyNetworkForecastsWithWhatIsPruned() throws IOException {
        for (InferenceSubjects subjects : List.of(
                new RecurrentSubjects("RNN", 8, List.of()),
                new RecurrentSubjects("LSTM", 16, List.of()),
                PatchSubjects.patchTransformer(List.of()),
                PatchSubjects.patchTst(List.of()))) {
            assertThat(subjects.runtime(Sparsity.ofBlocks(0.9), 2).millis(1)).isPositive();
            assertThat(subjects.output(2).millis(1)).isPositive();
        }
    }
}
