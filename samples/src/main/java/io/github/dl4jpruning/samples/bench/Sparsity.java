package io.github.dl4jpruning.samples.bench;

import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How much is pruned, at random, which is the worst case for what runs it: there is no structure in the zeros but the
 * blocks.
 *
 * @param share of the weights, or of the blocks
 * @param block outputs in a block; 1 for single weights
 */
record Sparsity(double share, int block) {
    private static final int OUTPUTS = 8;

    static Sparsity ofWeights(double share) {
        return new Sparsity(share, 1);
    }

    static Sparsity ofBlocks(double share) {
        return new Sparsity(share, OUTPUTS);
    }

    /**
     * Sets weights of a matrix to zero: {@code floor(share * blocks)} blocks.
     *
     * @param matrix [inputs, outputs], changed in place
     * @param gates equal parts of the outputs, which no block leaves; the last block of a part may be smaller
     * @param random who goes
     */
    void prune(INDArray matrix, int gates, Random random) {
        int inputs = Math.toIntExact(matrix.size(0));
        int units = Math.toIntExact(matrix.size(1)) / gates;
        int perGate = (units - 1) / block + 1;
        int[] order = shuffled(inputs * gates * perGate, random);
        for (int i = 0; i < (int) Math.floor(share * order.length); i++) {
            int input = order[i] / (gates * perGate);
            int gate = order[i] / perGate % gates;
            int first = order[i] % perGate * block;
            for (int unit = first; unit < Math.min(units, first + block); unit++) {
                matrix.putScalar(input, gate * units + unit, 0);
            }
        }
    }

    private static int[] shuffled(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    @Override
    public String toString() {
        return share + (block == 1 ? "" : " blocks");
    }
}
