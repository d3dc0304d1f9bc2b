package io.github.dl4jpruning.samediff.patchtst;

import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Models of drawn configurations, with drawn weights in all arrays: also gains, biases and running statistics. */
final class RandomForecasters {

    private RandomForecasters() {}

    static PatchTst patchTst(Random random) {
        int length = 1 + random.nextInt(8);
        int stride = 1 + random.nextInt(length);
        boolean padding = random.nextBoolean();
        int more = padding ? random.nextInt(20) : stride * random.nextInt(8);
        int lookBack = Math.max(2, length + more);
        PatchTstConfig config = new PatchTstConfig(
                lookBack,
                1 + random.nextInt(6),
                1 + random.nextInt(5),
                new Patches(length, stride, padding || (lookBack - length) % stride != 0),
                encoder(random),
                new Dropouts(0, random.nextInt(2) * 0.2, 0),
                Norm.values()[random.nextInt(2)],
                random.nextBoolean(),
                RevIn.values()[random.nextInt(3)],
                Head.values()[random.nextInt(2)]);
        return fill(new PatchTst(config, random.nextLong()), random);
    }

    static PatchTransformer patchTransformer(Random random) {
        int length = 1 + random.nextInt(4);
        PatchTransformerConfig config = new PatchTransformerConfig(
                length * (1 + random.nextInt(12)),
                1 + random.nextInt(4),
                1 + random.nextInt(5),
                1 + random.nextInt(3),
                length,
                encoder(random),
                random.nextInt(2) * 0.3,
                Activation.values()[random.nextInt(2)]);
        return fill(new PatchTransformer(config, random.nextLong()), random);
    }

    private static EncoderSize encoder(Random random) {
        int heads = 1 + random.nextInt(4);
        return new EncoderSize(heads * (1 + random.nextInt(6)), heads, 1 + random.nextInt(30), 1 + random.nextInt(3));
    }

    private static <F extends Forecaster> F fill(F model, Random random) {
        double sparsity = random.nextInt(3) * 0.45;
        for (SDVariable variable : model.sameDiff().variables()) {
            String name = variable.name();
            boolean trained = variable.getVariableType() == VariableType.VARIABLE;
            boolean positive = name.endsWith("gain") || name.endsWith(Normalization.RUNNING_VARIANCE);
            if (trained || positive || name.endsWith(Normalization.RUNNING_MEAN)) {
                INDArray array = variable.getArr();
                double deviation = name.endsWith("/W") ? 1 / Math.sqrt(array.size(-2)) : 0.3;
                for (long i = 0; i < array.length(); i++) {
                    boolean zero = name.endsWith("/W") && random.nextDouble() < sparsity;
                    array.putScalar(
                            i, zero ? 0 : positive ? 0.5 + random.nextDouble() : deviation * random.nextGaussian());
                }
            }
        }
        return model;
    }

    /** Walks at different levels, [count, steps, series]. */
    static INDArray windows(Random random, int count, int steps, int series) {
        INDArray windows = Nd4j.create(DataType.FLOAT, count, steps, series);
        for (int i = 0; i < count; i++) {
            for (int c = 0; c < series; c++) {
                double value = 3 * random.nextGaussian();
                for (int t = 0; t < steps; t++) {
                    value += 0.3 * random.nextGaussian();
                    windows.putScalar(i, t, c, value);
                }
            }
        }
        return windows;
    }
}
