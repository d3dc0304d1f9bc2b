package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.export.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network whose files and forecasts are measured.
 *
 * @param net the network itself
 * @param sequence whether a layer of it is recurrent
 */
record TrainedNetwork(MultiLayerNetwork net, boolean sequence) implements TrainedModel {

    @Override
    public String framework() {
        return "DL4J";
    }

    @Override
    public void save(Path file) throws IOException {
        ModelSerializer.writeModel(net, file.toFile(), true);
    }

    @Override
    public void saveStripped(Path file) throws IOException {
        ModelSerializer.writeModel(net, file.toFile(), false);
        ModelFiles.strip(file, file);
    }

    @Override
    public Runnable forecast(float[] window, int steps) {
        INDArray input = input(window, steps);
        return () -> net.output(input);
    }

    /** [1, columns, steps], or [1, columns] if DL4J takes no sequence. */
    INDArray input(float[] window, int steps) {
        int columns = window.length / steps;
        INDArray rows = Nd4j.createFromArray(window).castTo(net.params().dataType());
        return takesSequence()
                ? rows.reshape(1, steps, columns).permute(0, 2, 1).dup('c')
                : rows.reshape(1, columns);
    }

    /** DL4J wants a sequence also where no step depends on another and the runtime takes them one by one. */
    private boolean takesSequence() {
        Layer first = net.getLayerWiseConfigurations().getConf(0).getLayer();
        return sequence
                || net.getLayerWiseConfigurations().getInputPreProcess(0) != null
                || first instanceof RnnOutputLayer
                || first instanceof RnnLossLayer;
    }
}
