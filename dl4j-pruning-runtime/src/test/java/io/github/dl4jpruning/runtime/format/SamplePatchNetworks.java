package io.github.dl4jpruning.runtime.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Patch networks with every part and option of the format. */
public final class SamplePatchNetworks {

    private SamplePatchNetworks() {}

    /** A random network; joint patches and those of one column take turns. */
    public static PatchNetwork network(long seed) {
        Random random = new Random(seed);
        boolean joint = seed % 2 == 0;
        double sparsity = random.nextDouble();
        int inputs = 1 + random.nextInt(3);
        int heads = 1 + random.nextInt(2);
        int features = heads * (1 + random.nextInt(3));
        int length = 1 + random.nextInt(4);
        int stride = 1 + random.nextInt(length);
        Patching patching =
                new Patching(length + stride * random.nextInt(4), length, stride, random.nextBoolean(), joint);
        int horizon = 1 + random.nextInt(3);
        List<EncoderLayer> encoder = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            encoder.add(layer(random, features, sparsity));
        }
        PatchHead.Pooling pooling = PatchHead.Pooling.values()[random.nextInt(2)];
        int pooled = pooling == PatchHead.Pooling.MEAN ? features : features * patching.count();
        int outputs = joint ? 1 + random.nextInt(3) : inputs;
        List<Layer.Dense> head = new ArrayList<>();
        for (int i = joint || random.nextBoolean() ? 1 : inputs; i > 0; i--) {
            head.add(SampleModels.dense(random, pooled, joint ? horizon * outputs : horizon, sparsity));
        }
        return new PatchNetwork(
                inputs,
                horizon,
                patching,
                joint || random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new InstanceNorm(
                                SampleModels.vector(random, inputs), SampleModels.vector(random, inputs))),
                SampleModels.dense(random, length * patching.width(inputs), features, sparsity),
                SampleModels.vector(random, features * patching.count()),
                heads,
                random.nextBoolean(),
                encoder,
                new PatchHead(pooling, head),
                random.nextBoolean() ? Optional.empty() : Optional.of(SampleModels.scaler(random, inputs)),
                random.nextBoolean() ? Optional.empty() : Optional.of(SampleModels.scaler(random, outputs)));
    }

    private static EncoderLayer layer(Random random, int features, double sparsity) {
        int hidden = 1 + random.nextInt(7);
        Layer.Dense inner = SampleModels.dense(random, features, hidden, sparsity);
        Activation.Kind kind = random.nextBoolean() ? Activation.Kind.EXACT_GELU : Activation.Kind.RELU;
        return new EncoderLayer(
                SampleModels.dense(random, features, 3 * features, sparsity),
                SampleModels.dense(random, features, features, sparsity),
                residual(random, features),
                new Layer.Dense(inner.weights(), inner.bias(), Optional.empty(), Activation.of(kind)),
                SampleModels.dense(random, hidden, features, sparsity),
                residual(random, features));
    }

    private static Residual residual(Random random, int features) {
        return random.nextBoolean()
                ? new Residual.Scaled(SampleModels.vector(random, features))
                : new Residual.Normalized(SampleModels.vector(random, features), SampleModels.vector(random, features));
    }
}
