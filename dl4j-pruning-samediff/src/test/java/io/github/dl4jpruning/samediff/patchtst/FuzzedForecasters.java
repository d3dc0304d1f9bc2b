package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The PatchTST files that are damaged, and what is done with those that can be read all the same. */
public final class FuzzedForecasters {

    private FuzzedForecasters() {}

    /** Whole files: one trained with masks, batch norm and dropout; one stripped; one of the other kind. */
    public static List<byte[]> files(Path scratch) throws IOException {
        PatchTstConfig config = new PatchTstConfig(
                12,
                4,
                2,
                new Patches(4, 2, true),
                new EncoderSize(4, 2, 8, 1),
                new Dropouts(0.1, 0.1, 0.1),
                Norm.BATCH,
                true,
                RevIn.AFFINE,
                Head.SHARED);
        List<byte[]> files = new ArrayList<>();
        PatchTst model = new PatchTst(config, 5);
        SameDiffPruning.of(PruningPlan.of(
                        new PruningSchedule(SparsityCurve.linear(0.2, 0.5), PruningWindow.iterations(1, 4, 1))))
                .attachTo(model.sameDiff());
        model.fit(Windows.waves(12, 4, 2, 1, 4, 4), 2);
        model.save(scratch);
        files.add(Files.readAllBytes(scratch));
        model.saveStripped(scratch);
        files.add(Files.readAllBytes(scratch));
        PatchTransformer other = new PatchTransformer(
                new PatchTransformerConfig(12, 4, 2, 2, 4, new EncoderSize(4, 2, 8, 1), 0.1, Activation.GELU), 5);
        other.fit(Windows.waves(12, 4, 2, 1, 4, 4), 1);
        other.save(scratch);
        files.add(Files.readAllBytes(scratch));
        return files;
    }

    /** Reads a file and forecasts. */
    public static String read(Path file) throws IOException {
        Forecaster model;
        try {
            model = PatchTst.load(file);
        } catch (IOException e) {
            model = PatchTransformer.load(file);
        }
        int lookBack = (int) model.sameDiff().getVariable("input").getShape()[1];
        int series = (int) model.sameDiff().getVariable("input").getShape()[2];
        INDArray forecast = model.predict(Nd4j.ones(DataType.FLOAT, 2, lookBack, series));
        if (forecast.rank() != 3) {
            throw new IllegalStateException("a forecast of rank " + forecast.rank());
        }
        return "read";
    }
}
