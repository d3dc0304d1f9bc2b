package io.github.dl4jpruning.samediff.patchtst;

import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph while it is written. Training and inference are two passes over the same variables in one graph, so that no
 * switch can be left in the wrong position: what reads the prediction computes nothing of the training pass, and the
 * other way round.
 */
final class Net {

    private final SameDiff sd;
    private final DataType type;
    private final RandomGenerator random;
    private final boolean training;

    private Net(SameDiff sd, DataType type, RandomGenerator random, boolean training) {
        this.sd = sd;
        this.type = type;
        this.random = random;
        this.training = training;
    }

    static Net of(DataType type, RandomGenerator random) {
        return new Net(SameDiff.create(), type, random, false);
    }

    Net forTraining() {
        return new Net(sd, type, random, true);
    }

    SameDiff sd() {
        return sd;
    }

    DataType type() {
        return type;
    }

    boolean training() {
        return training;
    }

    /**
     * A trainable array, uniform between plus and minus the bound when it is made; of the other pass if that has made
     * it.
     */
    SDVariable uniform(String name, double bound, long... shape) {
        if (sd.hasVariable(name)) {
            return sd.getVariable(name);
        }
        double[] values = new double[Math.toIntExact(length(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = bound * (2 * random.nextDouble() - 1);
        }
        return sd.var(name, array(values, shape));
    }

    /** A trainable array filled with one value. */
    SDVariable filled(String name, double value, long... shape) {
        return sd.hasVariable(name) ? sd.getVariable(name) : sd.var(name, Nd4j.valueArrayOf(shape, value, type));
    }

    /** An array that is saved but not trained, filled with one value. */
    SDVariable constant(String name, double value, long... shape) {
        return sd.hasVariable(name) ? sd.getVariable(name) : sd.constant(name, Nd4j.valueArrayOf(shape, value, type));
    }

    /**
     * x W + b with PyTorch's initial values for a linear layer, W [in, out] under {@code name/W} and b under {@code
     * name/b}.
     */
    SDVariable linear(String name, SDVariable x, long in, long out) {
        double bound = 1 / Math.sqrt(in);
        return linear(name, x, in, out, bound, bound);
    }

    /** The same with other bounds of the initial values. */
    SDVariable linear(String name, SDVariable x, long in, long out, double weightBound, double biasBound) {
        SDVariable weight = uniform(name + "/W", weightBound, in, out);
        return sd.nn.linear(x, weight, uniform(name + "/b", biasBound, out));
    }

    /** The mean of each row of a matrix [rows, columns], as a column. A product is faster than the op for it. */
    SDVariable rowMeans(SDVariable matrix, int columns) {
        return sd.mmul(matrix, constant("average/" + columns, 1.0 / columns, columns, 1));
    }

    /** A column [series, 1], as a matrix with so many equal columns. */
    SDVariable spread(SDVariable column, int columns) {
        return sd.mmul(column, constant("ones/" + columns, 1, 1, columns));
    }

    /**
     * Drops elements in training and scales the others, so that the mean stays. A mask is multiplied with, since the
     * dropout ops of 1.0.0-M2.1 have no gradient. {@link DropoutSeeds} draws a new mask in every iteration.
     */
    SDVariable dropout(SDVariable x, double rate) {
        if (!training || rate == 0) {
            return x;
        }
        double keep = 1 - rate;
        SDVariable mask = new DropoutMask(sd, sd.shape(x), keep).outputVariable();
        SDVariable typed = type == DataType.FLOAT ? mask : mask.castTo(type);
        return x.mul(typed.mul(1 / keep));
    }

    private INDArray array(double[] values, long... shape) {
        return Nd4j.createFromArray(values).castTo(type).reshape(shape);
    }

    private static long length(long... shape) {
        long length = 1;
        for (long size : shape) {
            length *= size;
        }
        return length;
    }
}
