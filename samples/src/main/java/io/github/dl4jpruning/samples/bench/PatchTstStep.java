package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.samediff.patchtst.Dropouts;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.Head;
import io.github.dl4jpruning.samediff.patchtst.Norm;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import io.github.dl4jpruning.samediff.patchtst.PatchTstConfig;
import io.github.dl4jpruning.samediff.patchtst.Patches;
import io.github.dl4jpruning.samediff.patchtst.RevIn;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A training step of a PatchTST here and in PyTorch, in the same run and in turns, since on a busy machine the time of
 * a step changes by more than the two differ. One thread each; medians over the turns.
 *
 * <p>PyTorch is run by {@code patchtst_torch.py} beside this directory's launcher, with the first Python that has it:
 * Debian's is {@code apt-get install python3-torch libopenblas0}; without an optimized BLAS library it takes seven
 * times as long.
 */
public final class PatchTstStep {
    private static final int TURNS = 15;
    private static final int STEPS = 20;
    private static final int WARM_UP = 200;

    /** What the benchmarks train. */
    static final Size STANDARD = new Size(64, 1, 12, 16, new EncoderSize(64, 4, 256, 2), 24);

    private PatchTstStep() {}

    /** What is trained: one channel, patches side by side, no dropout. */
    record Size(int batch, int channels, int patches, int patch, EncoderSize encoder, int horizon) {

        PatchTst model() {
            PatchTstConfig config = new PatchTstConfig(
                    patches * patch,
                    horizon,
                    channels,
                    new Patches(patch, patch, false),
                    encoder,
                    Dropouts.none(),
                    Norm.BATCH,
                    true,
                    RevIn.PLAIN,
                    Head.SHARED);
            return new PatchTst(config, 1);
        }

        DataSet data(int batches) {
            long examples = (long) batch * batches;
            return new DataSet(
                    Nd4j.rand(DataType.FLOAT, examples, patches * patch, channels),
                    Nd4j.rand(DataType.FLOAT, examples, horizon, channels));
        }

        List<String> arguments() {
            return IntStream.of(
                            batch,
                            channels,
                            patches * patch,
                            patch,
                            encoder.features(),
                            encoder.heads(),
                            encoder.feedForward(),
                            encoder.layers(),
                            horizon)
                    .mapToObj(String::valueOf)
                    .toList();
        }
    }

    /** Prints the table. */
    public static void print() throws IOException {
        Size size = STANDARD;
        PatchTst model = size.model();
        steps(model, size, WARM_UP);
        double[] here = new double[TURNS];
        double[] there = new double[TURNS];
        try (Torch torch = Torch.start("patchtst_torch.py", size.arguments())) {
            torch.steps(WARM_UP);
            for (int turn = 0; turn < TURNS; turn++) {
                here[turn] = steps(model, size, STEPS);
                there[turn] = torch.steps(STEPS);
            }
            System.out.println("A training step of a PatchTST with " + model.parameterCount() + " weights, batch "
                    + size.batch + ", " + size.patches + " patches of " + size.patch + ", one thread:");
            System.out.println();
            System.out.print(new TextTable("", "median ms", "least ms")
                    .add("dl4j-pruning", median(here), least(here))
                    .add(torch.name(), median(there), least(there)));
        }
    }

    /** Milliseconds of one of so many steps. */
    private static double steps(PatchTst model, Size size, int count) {
        ViewIterator batches = new ViewIterator(size.data(count), size.batch);
        long start = System.nanoTime();
        model.fit(batches, 1);
        return (System.nanoTime() - start) / 1e6 / count;
    }

    private static String median(double[] times) {
        return Digits.of(StatUtils.percentile(times, 50));
    }

    private static String least(double[] times) {
        return Digits.of(StatUtils.min(times));
    }
}
