package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.export.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network whose files and forecasts are measured.
 *
 * @param net a {@link MultiLayerNetwork}, or a {@link ComputationGraph} of one input and one output
 * @param sequence whether it takes sequences
 */
record TrainedNetwork(Model net, boolean sequence) implements TrainedModel {

    @Override
    public String framework() {
        return "DL4J";
    }

    @Override
    public void save(Path file) throws IOException {
        ModelFiles.save(net, file);
    }

    @Override
    public void saveStripped(Path file) throws IOException {
        ModelFiles.save(net, file);
        ModelFiles.strip(file, file);
    }

    @Override
    public Runnable forecast(float[] window, int steps) {
        INDArray input = input(window, steps);
        return () -> output(input);
    }

    INDArray output(INDArray input) {
        return net instanceof MultiLayerNetwork layers
                ? layers.output(input)
                : ((ComputationGraph) net).outputSingle(input);
    }

    /** [1, columns, steps], or [1, columns] if it takes no sequence. */
    INDArray input(float[] window, int steps) {
        int columns = window.length / steps;
        INDArray rows = Nd4j.createFromArray(window).castTo(net.params().dataType());
        return sequence ? rows.reshape(1, steps, columns).permute(0, 2, 1).dup('c') : rows.reshape(1, columns);
    }
}
