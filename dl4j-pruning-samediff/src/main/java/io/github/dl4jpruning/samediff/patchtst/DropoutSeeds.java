package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.random.custom.RandomBernoulli;

/**
 * Gives every dropout op another random state in every iteration: a function of seed, iteration and op alone, so that a
 * training that was saved and loaded goes on with the masks that it would have had.
 */
final class DropoutSeeds extends BaseListener {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final long seed;

    DropoutSeeds(long seed) {
        this.seed = seed;
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void preOpExecution(SameDiff sd, At at, SameDiffOp op, OpContext context) {
        set(op, context, at.iteration());
    }

    /** Gives an op the random state for a number, if it is one of dropout. */
    void set(SameDiffOp op, OpContext context, long number) {
        if (op.getOp() instanceof RandomBernoulli) {
            long state = mix(seed + mix(number + GOLDEN_RATIO * op.getName().hashCode()));
            context.setRngStates(state, mix(state));
        }
    }

    /** The masks of a draw outside of training; those of different draws and iterations have nothing in common. */
    Draw draw(long number) {
        return new Draw(~mix(number));
    }

    /** Sets the random states of one forecast with dropout, by a plan or by a session of SameDiff. */
    final class Draw extends BaseListener implements Plan.Observer {

        private final long number;

        private Draw(long number) {
            this.number = number;
        }

        /** The same draw for another part of a batch. */
        Draw part(long part) {
            return new Draw(number + part);
        }

        @Override
        public boolean isActive(Operation operation) {
            return true;
        }

        @Override
        public void preOpExecution(SameDiff sd, At at, SameDiffOp op, OpContext context) {
            set(op, context, number);
        }

        @Override
        public void before(SameDiffOp op, OpContext context) {
            set(op, context, number);
        }

        @Override
        public void after(SameDiffOp op, OpContext context, INDArray[] outputs) {
            // only what comes before matters
        }
    }

    /** The finalizer of SplitMix64. */
    private static long mix(long value) {
        long z = value + GOLDEN_RATIO;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
