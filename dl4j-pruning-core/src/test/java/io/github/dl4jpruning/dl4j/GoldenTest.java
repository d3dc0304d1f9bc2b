package io.github.dl4jpruning.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The same start, batches, schedule and Adam as an independent PyTorch program, iteration by iteration. */
class GoldenTest {

    private static final int FEATURES = 5;
    private static final int UNITS = 16;
    private static final int EPOCHS = 14;

    @Test
    void rnnPrunesAsPyTorchDoes() throws Exception {
        Run run = train("rnn");

        assertThat(run.active).isEqualTo(run.expectedActive);
        for (int i = 0; i < run.losses.size(); i++) {
            assertThat(run.relativeError(i)).as("loss at iteration %d", i).isLessThan(1e-4);
        }
        assertThat(run.maskDifferences()).isZero();
    }

    @Test
    void lstmPrunesAsPyTorchDoes() throws Exception {
        Run run = train("lstm");

        assertThat(run.active).isEqualTo(run.expectedActive);
        for (int i = 0; i < run.losses.size(); i++) {
            assertThat(run.relativeError(i)).as("loss at iteration %d", i).isLessThan(i < 20 ? 1e-3 : 3e-2);
        }
    }

    private record Run(
            List<Double> losses,
            List<Integer> active,
            List<Integer> expectedActive,
            double[] expectedLosses,
            MultiLayerNetwork net,
            Map<String, INDArray> golden) {

        double relativeError(int iteration) {
            return Math.abs(losses.get(iteration) - expectedLosses[iteration]) / expectedLosses[iteration];
        }

        long maskDifferences() {
            return differences("0_W", "mask__w_ih")
                    + differences("0_RW", "mask__w_hh")
                    + differences("1_W", "mask__w_out");
        }

        private long differences(String parameter, String mask) {
            INDArray active =
                    net.getParam(parameter).neq(0).castTo(golden.get(mask).dataType());
            return active.sub(golden.get(mask).transpose()).norm1Number().longValue();
        }
    }

    private static Run train(String kind) throws Exception {
        Map<String, INDArray> golden = Nd4j.createFromNpzFile(new File(
                GoldenTest.class.getResource("/golden/" + kind + ".npz").toURI()));
        boolean lstm = kind.equals("lstm");
        FeedForwardLayer recurrent = lstm
                ? new LSTM.Builder()
                        .nIn(FEATURES)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .gateActivationFunction(Activation.SIGMOID)
                        .build()
                : new SimpleRnn.Builder()
                        .nIn(FEATURES)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .build();
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .updater(new Adam(5e-3))
                .list()
                .layer(new LastTimeStep(recurrent))
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(UNITS)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        net.init();
        net.getParam("0_W").assign(gates(golden.get("init__w_ih"), lstm).transpose());
        net.getParam("0_RW").assign(gates(golden.get("init__w_hh"), lstm).transpose());
        net.getParam("0_b").assign(gates(golden.get("init__b"), lstm));
        net.getParam("1_W").assign(golden.get("init__w_out").transpose());
        net.getParam("1_b").assign(golden.get("init__b_out"));

        List<DataSet> batches = new ArrayList<>();
        INDArray x = golden.get("x");
        INDArray y = golden.get("y");
        for (int i = 0; i < x.size(0); i++) {
            batches.add(new DataSet(
                    x.get(NDArrayIndex.point(i)).permute(0, 2, 1).dup('c'),
                    y.get(NDArrayIndex.point(i)).dup('c')));
        }
        List<Double> losses = new ArrayList<>();
        List<Integer> active = new ArrayList<>();
        net.addListeners(PruningListener.of(PruningPlan.of(
                        new PruningSchedule(SparsityCurve.paperCubic(0.1, 0.6), PruningWindow.epochs(2, EPOCHS, 5)))
                .withLayerCap(1)));
        net.addListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                losses.add(model.score());
                active.add(nonZero(net, "0_W") + nonZero(net, "0_RW") + nonZero(net, "1_W"));
            }
        });
        net.fit(new ListDataSetIterator<>(batches, 1), EPOCHS);

        List<Integer> expectedActive = new ArrayList<>();
        for (int count : golden.get("active").toIntVector()) {
            expectedActive.add(count);
        }
        return new Run(losses, active, expectedActive, golden.get("losses").toDoubleVector(), net, golden);
    }

    private static int nonZero(MultiLayerNetwork net, String parameter) {
        return net.getParam(parameter)
                .neq(0)
                .castTo(org.nd4j.linalg.api.buffer.DataType.INT32)
                .sumNumber()
                .intValue();
    }

    /** From PyTorch's order of the gates (i, f, g, o) to DL4J's (g, f, o, i). */
    private static INDArray gates(INDArray array, boolean lstm) {
        if (!lstm) {
            return array;
        }
        INDArray rows = array.rank() == 1 ? array.reshape(array.length(), 1) : array;
        List<INDArray> blocks = new ArrayList<>();
        for (int gate : new int[] {2, 1, 3, 0}) {
            blocks.add(rows.get(NDArrayIndex.interval(gate * UNITS, (gate + 1) * UNITS), NDArrayIndex.all()));
        }
        INDArray ordered = Nd4j.concat(0, blocks.toArray(new INDArray[0]));
        return array.rank() == 1 ? ordered.reshape(array.length()) : ordered;
    }
}
