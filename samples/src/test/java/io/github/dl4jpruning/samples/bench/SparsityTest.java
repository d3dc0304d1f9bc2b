package io.github.dl4jpruning.samples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random pruning takes exactly as much as it says, in whole blocks within a gate. */
class SparsityTest {

    private static long zeros(INDArray matrix) {
        return matrix.length()
                - matrix.gt(0).castTo(matrix.dataType()).sumNumber().longValue();
    }

    private static INDArray pruned(Sparsity sparsity, int inputs, int outputs, int gates) {
        INDArray matrix = Nd4j.ones(inputs, outputs);
        sparsity.prune(matrix, gates, new Random(3));
        return matrix;
    }

    @Test
    void ofSingleWeightsTheShareGoesRoundedDown() {
        assertThat(zeros(pruned(Sparsity.ofWeights(0), 7, 9, 1))).isZero();
        assertThat(zeros(pruned(Sparsity.ofWeights(0.7), 7, 9, 1))).isEqualTo(44); // of 63
        assertThat(zeros(pruned(Sparsity.ofWeights(1), 7, 9, 1))).isEqualTo(63);
    }

    @Test
    void blocksGoAsAWholeAndNeverReachIntoTheNextGate() {
        int units = 20; // two blocks of 8 and one of 4 in each gate
        INDArray matrix = pruned(Sparsity.ofBlocks(0.5), 5, 4 * units, 4);
        int gone = 0;
        for (int input = 0; input < 5; input++) {
            for (int gate = 0; gate < 4; gate++) {
                for (int first = 0; first < units; first += 8) {
                    int last = Math.min(units, first + 8) - 1;
                    float value = matrix.getFloat(input, gate * units + first);
                    for (int unit = first; unit <= last; unit++) {
                        assertThat(matrix.getFloat(input, gate * units + unit)).isEqualTo(value);
                    }
                    gone += value == 0 ? 1 : 0;
                }
            }
        }
        assertThat(gone).isEqualTo(30); // of 5 x 4 x 3
    }

    @Test
    void blocksOfOneOutputAreSingleWeights() {
        assertThat(zeros(pruned(Sparsity.ofBlocks(0.9), 10, 1, 1))).isEqualTo(9);
    }

    @Test
    void blocksAreNamedAsSuch() {
        assertThat(Sparsity.ofWeights(0.7)).hasToString("0.7");
        assertThat(Sparsity.ofBlocks(0.7)).hasToString("0.7 blocks");
    }
}
