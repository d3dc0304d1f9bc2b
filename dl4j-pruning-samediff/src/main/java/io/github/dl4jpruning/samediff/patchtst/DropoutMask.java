package io.github.dl4jpruning.samediff.patchtst;

import java.util.Map;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.random.custom.RandomBernoulli;

/**
 * ND4J's op that draws zeros and ones, without a property that M2.1 would write and then warn about whenever it copies
 * or reads the op. In gradient graphs and files it is the plain op.
 */
final class DropoutMask extends RandomBernoulli {

    DropoutMask(SameDiff sd, SDVariable shape, double keep) {
        super(sd, shape, keep);
    }

    private DropoutMask(RandomBernoulli read) {
        setOwnName(read.getOwnName());
        setSameDiff(read.getSameDiff());
        addTArgument(read.tArgs());
    }

    @Override
    public Map<String, Object> propertiesForFunction() {
        return Map.of();
    }

    /** Whether a graph has dropout. */
    static boolean isIn(SameDiff sd) {
        return sd.getOps().values().stream().anyMatch(op -> op.getOp() instanceof RandomBernoulli);
    }

    /** Puts ops of this class in the place of the plain ones of a graph that was read from a file. */
    static void adopt(SameDiff sd) {
        for (SameDiffOp op : sd.getOps().values()) {
            DifferentialFunction function = op.getOp();
            if (function instanceof RandomBernoulli plain && !(function instanceof DropoutMask)) {
                op.setOp(new DropoutMask(plain));
            }
        }
    }
}
