package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.samediff.PatchTstExport;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.Forecaster;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformerConfig;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that reads patches.
 *
 * @param <M> its class
 */
final class PatchSubjects<M extends Forecaster> implements InferenceSubjects {
    private static final String INPUT = "input"; // as in the graphs
    private static final String PREDICTION = "prediction";

    private final String name;
    private final String kind; // for PyTorch
    private final int inputs;
    private final int lookBack;
    private final List<Integer> sizes; // after the look-back
    private final Supplier<M> model;
    private final Function<M, Model> export;
    private final List<Sparsity> sparsities;

    private PatchSubjects(
            String name,
            String kind,
            int inputs,
            int lookBack,
            List<Integer> sizes,
            Supplier<M> model,
            Function<M, Model> export,
            List<Sparsity> sparsities) {
        this.name = name;
        this.kind = kind;
        this.inputs = inputs;
        this.lookBack = lookBack;
        this.sizes = sizes;
        this.model = model;
        this.export = export;
        this.sparsities = sparsities;
    }

    /** The model of the paper's experiment, which sees what the recurrent networks see. */
    static InferenceSubjects patchTransformer(List<Sparsity> sparsities) {
        PatchTransformerConfig config = PatchTransformerConfig.paper(RecurrentSubjects.STEPS, RecurrentSubjects.INPUTS);
        EncoderSize encoder = config.encoder();
        return new PatchSubjects<>(
                "patch transformer",
                "PatchTransformer",
                config.inputs(),
                config.lookBack(),
                List.of(
                        config.patchLength(),
                        encoder.features(),
                        encoder.heads(),
                        encoder.feedForward(),
                        encoder.layers(),
                        config.horizon()),
                () -> new PatchTransformer(config, 1),
                trained -> PatchTstExport.of(trained).model(),
                sparsities);
    }

    /** The PatchTST of the benchmark of a training step. */
    static InferenceSubjects patchTst(List<Sparsity> sparsities) {
        PatchTstStep.Size size = PatchTstStep.STANDARD;
        EncoderSize encoder = size.encoder();
        return new PatchSubjects<>(
                "PatchTST",
                "PatchTST",
                size.channels(),
                size.patches() * size.patch(),
                List.of(
                        size.patch(),
                        encoder.features(),
                        encoder.heads(),
                        encoder.feedForward(),
                        encoder.layers(),
                        size.horizon()),
                size::model,
                (PatchTst trained) -> PatchTstExport.of(trained).model(),
                sparsities);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Sparsity> sparsities() {
        return sparsities;
    }

    @Override
    public List<String> torchArguments(int batch) {
        IntStream numbers = IntStream.concat(
                IntStream.of(batch, inputs, lookBack), sizes.stream().mapToInt(Integer::intValue));
        return Stream.concat(Stream.of(kind), numbers.mapToObj(String::valueOf)).toList();
    }

    @Override
    public Forecasts runtime(Sparsity sparsity, int batch) {
        M pruned = model.get();
        Random random = new Random(1);
        pruned.sameDiff().variables().stream()
                .filter(variable -> variable.name().endsWith("/W"))
                .forEach(variable -> sparsity.prune(variable.getArr(), 1, random));
        return InferenceSubjects.runtime(export.apply(pruned), lookBack * inputs, batch);
    }

    @Override
    public Forecasts output(int batch) {
        M dense = model.get();
        Map<String, INDArray> windows = Map.of(INPUT, windows(batch));
        return Forecasts.of(() -> dense.sameDiff().output(windows, PREDICTION));
    }

    @Override
    public Forecasts predict(int batch) {
        M dense = model.get();
        INDArray windows = windows(batch);
        return Forecasts.of(() -> dense.predict(windows));
    }

    private INDArray windows(int batch) {
        return Nd4j.rand(DataType.FLOAT, batch, lookBack, inputs);
    }
}
