package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.selection.Blocks;
import io.github.dl4jpruning.selection.Granularity;
import java.util.List;

/**
 * How the weights of a parameter lie in memory and what they connect.
 *
 * @param shape of the parameter, or of the part of it that is meant
 * @param order 'c' (last axis fastest) or 'f' (first axis fastest)
 * @param inputAxis axis that runs over the inputs of the layer, or -1 if none does
 * @param outputAxis axis that runs over the units of the layer (times the gates), or -1 if none does
 * @param gates names of the gates whose blocks follow each other along the output axis; empty if there are none
 * @param unitGroup units with the same number in parameters of the same group are the same unit ("" for most layers,
 *     the direction in a bidirectional one)
 */
public record WeightLayout(
        List<Long> shape, char order, int inputAxis, int outputAxis, List<String> gates, String unitGroup) {

    /**
     * Takes copies.
     *
     * @param shape as above
     * @param order as above
     * @param inputAxis as above
     * @param outputAxis as above
     * @param gates as above
     * @param unitGroup as above
     */
    public WeightLayout {
        shape = List.copyOf(shape);
        gates = List.copyOf(gates);
    }

    /**
     * The number of weights.
     *
     * @return the product of the shape
     */
    public long length() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * The index along an axis of the weight at a position.
     *
     * @param position in memory, from 0
     * @param axis of the shape
     * @return index along that axis
     */
    public long index(long position, int axis) {
        return position / stride(axis) % shape.get(axis);
    }

    private long stride(int axis) {
        long stride = 1;
        if (order == 'f') {
            for (int i = 0; i < axis; i++) {
                stride *= shape.get(i);
            }
        } else {
            for (int i = shape.size() - 1; i > axis; i--) {
                stride *= shape.get(i);
            }
        }
        return stride;
    }

    /**
     * Whether the weights fall into such blocks: single weights always do, others where the outputs are known.
     *
     * @param granularity of the pruning
     * @return whether {@link #blocks} has an answer
     */
    public boolean has(Granularity granularity) {
        return granularity.blockSize() == 1 || outputAxis >= 0;
    }

    /**
     * The blocks of the weights: of one input (and place in the kernel) and neighbouring outputs of one gate.
     *
     * @param granularity of the pruning
     * @return how the positions fall into blocks
     * @throws IllegalArgumentException if no axis runs over the outputs and the blocks are of more than one weight
     */
    public Blocks blocks(Granularity granularity) {
        if (granularity.blockSize() == 1) {
            return Blocks.OF_ONE;
        }
        if (outputAxis < 0) {
            throw new IllegalArgumentException("a parameter of shape " + shape
                    + " has no axis that is known to run over" + " outputs, so it has no " + granularity);
        }
        return new Blocks(granularity.blockSize(), units(), stride(outputAxis));
    }

    /**
     * The number of units of the layer that this parameter feeds.
     *
     * @return the size of the output axis divided by the number of gates, 0 without an output axis
     */
    public long units() {
        return outputAxis < 0 ? 0 : shape.get(outputAxis) / Math.max(1, gates.size());
    }
}
