package io.github.dl4jpruning.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.export.Export;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.Latency;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Granularity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What the runtime forecasts from an exported network is what DL4J forecasts. */
class ModelExportTest {
    static final List<Activation> ACTIVATIONS = RandomNetworks.ACTIVATIONS;

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void recurrentNetworksForecastTheSame(long seed) throws IOException {
        requireSame(RandomNetworks.recurrent(seed), seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void networksWithoutSequencesForecastTheSame(long seed) throws IOException {
        requireSame(RandomNetworks.forward(seed), seed);
    }

    @Test
    void aNetworkPrunedInBlocksForecastsTheSame() throws IOException {
        MultiLayerNetwork net = network(
                new LastTimeStep(new LSTM.Builder()
                        .nIn(5)
                        .nOut(44)
                        .activation(Activation.TANH)
                        .build()),
                output(44));
        RandomNetworks.fill(net.paramTable(), new Random(7));
        net.addListeners(PruningListener.of(
                PruningPlan.of(new PruningSchedule(SparsityCurve.constant(0.9), PruningWindow.iterations(1, 2, 1)))
                        .withGranularity(Granularity.blocks(8))));
        INDArray windows = RandomNetworks.windows(new Random(8), 10, 5, 6);
        net.fit(windows, Nd4j.rand(10, 3));
        net.fit(windows, Nd4j.rand(10, 3));

        requireSame(net, 9);
        long zeros = net.getLayer(0)
                .getParam("RW")
                .eq(0)
                .castTo(DataType.INT64)
                .sumNumber()
                .longValue();
        assertThat(zeros).isGreaterThan(44 * 4 * 44 * 8 / 10);
    }

    @ParameterizedTest
    @FieldSource("ACTIVATIONS")
    void everyActivationFunctionGivesTheSame(Activation activation) throws IOException {
        MultiLayerNetwork dense = network(
                new DenseLayer.Builder().nIn(7).nOut(20).activation(activation).build(), output(20));
        MultiLayerNetwork rnn = network(
                new LastTimeStep(new SimpleRnn.Builder()
                        .nIn(4)
                        .nOut(9)
                        .activation(activation)
                        .build()),
                output(9));
        MultiLayerNetwork lstm = network(
                new LastTimeStep(
                        new LSTM.Builder().nIn(4).nOut(9).activation(activation).build()),
                output(9));
        for (MultiLayerNetwork net : List.of(dense, rnn, lstm)) {
            RandomNetworks.fill(net.paramTable(), new Random(5));
            requireSame(net, 5);
        }
    }

    private void requireSame(MultiLayerNetwork net, long seed) throws IOException {
        Path file = folder.resolve("model.dlp");
        ModelExport.of(net).write(file);
        SameForecasts.require(SparseForecaster.load(file), net::output, seed);
    }

    private static MultiLayerNetwork network(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list =
                TestNetworks.base(new Adam(0.01)).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }

    private static OutputLayer output(int inputs) {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(inputs)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static LSTM lstm(RNNFormat order) {
        return new LSTM.Builder()
                .nIn(4)
                .nOut(5)
                .dataFormat(order)
                .activation(Activation.TANH)
                .build();
    }

    @Test
    void scalersAreAppliedAndUndone() throws IOException {
        MultiLayerNetwork net = network(new LastTimeStep(lstm(RNNFormat.NCW)), output(5));
        INDArray windows = RandomNetworks.windows(new Random(1), 20, 4, 6);
        float[] mean = {1, -2, 3, 0};
        float[] deviation = {1, 2, 0.5f, 4};
        INDArray scaled = windows.dup();
        for (int column = 0; column < 4; column++) {
            scaled.get(
                            org.nd4j.linalg.indexing.NDArrayIndex.all(),
                            org.nd4j.linalg.indexing.NDArrayIndex.point(column),
                            org.nd4j.linalg.indexing.NDArrayIndex.all())
                    .subi(mean[column])
                    .divi(deviation[column]);
        }
        float[] expected = RandomNetworks.flat(net.output(scaled).mul(7).add(100));

        Path file = folder.resolve("model.dlp");
        ModelExport.of(net).inputScaler(mean, deviation).outputScaler(100, 7).write(file);
        SparseForecaster forecaster = SparseForecaster.load(file);
        SameForecasts.requireClose(forecaster.predict(RandomNetworks.flat(windows), 20), expected);
        float[] first = Arrays.copyOf(RandomNetworks.flat(windows), 24);
        SameForecasts.requireClose(forecaster.predict(first), Arrays.copyOf(expected, 3));
        SameForecasts.requireClose(SameForecasts.streamed(forecaster, first), Arrays.copyOf(expected, 3));
    }

    @Test
    void planSparsityAndDataStandInTheFile() throws IOException {
        MultiLayerNetwork net =
                network(new DenseLayer.Builder().nIn(10).nOut(10).build(), output(10));
        net.addListeners(PruningListener.of(TestNetworks.planInIterations()));
        for (int i = 0; i < 25; i++) {
            net.fit(new DataSet(Nd4j.rand(4, 10), Nd4j.rand(4, 3)));
        }
        Path file = folder.resolve("model.dlp");
        ModelExport.of(net).data("sunspots, monthly").write(file);

        var provenance = SparseForecaster.load(file).model().provenance();
        assertThat(provenance.plan()).contains("\"curve\"", "\"window\"");
        assertThat(provenance.sparsity()).isEqualTo(0.6);
        assertThat(provenance.data()).isEqualTo("sunspots, monthly");
        assertThat(provenance.versions()).containsKeys("java", "deeplearning4j", "dl4j-pruning");
    }

    @Test
    void sixteenBitsHalveTheFileAndTheReportTellsTheError() throws IOException {
        MultiLayerNetwork net =
                network(new DenseLayer.Builder().nIn(200).nOut(200).build(), output(200));
        Path file = folder.resolve("model.dlp");
        SizeReport full = ModelExport.of(net).write(file);
        SizeReport half = ModelExport.of(net).values(ValueFormat.FLOAT16).write(file);
        assertThat(full.largestError()).isZero();
        assertThat(half.largestError()).isBetween(1e-7, 1e-3);
        assertThat(half.file()).isEqualTo(Files.size(file)).isLessThan(full.file() * 52 / 100);
        assertThat(half.bound()).isEqualTo(full.bound() / 2);
        assertThat(full.bound()).isEqualTo(4 * (200 * 200 + 200 * 3));
        assertThat(full.stripped()).isLessThan(full.zip());
    }

    @Test
    void theReportHasTheSizesOfTheRealFiles() throws IOException {
        MultiLayerNetwork net = network(new LastTimeStep(lstm(RNNFormat.NCW)), output(5));
        net.addListeners(PruningListener.of(TestNetworks.planInIterations()));
        for (int i = 0; i < 25; i++) {
            net.fit(new DataSet(Nd4j.rand(4, 4, 6), Nd4j.rand(4, 3)));
        }
        Path file = folder.resolve("model.dlp");
        Path zip = folder.resolve("model.zip");
        Path plain = folder.resolve("plain.zip");
        ModelFiles.save(net, zip);
        ModelSerializer.writeModel(net, plain.toFile(), false);
        ModelFiles.strip(plain, plain);

        SizeReport sizes = ModelExport.of(net).write(file);

        assertThat(sizes.zip()).isEqualTo(Files.size(zip));
        assertThat(sizes.stripped()).isEqualTo(Files.size(plain)).isLessThan(sizes.zip());
        assertThat(sizes.file()).isEqualTo(Files.size(file));
        assertThat(ModelExport.of(net).measure(6).sizes()).isEqualTo(sizes);
    }

    @Test
    void aForecastIsTimedHereAndInDl4j() throws IOException {
        MultiLayerNetwork net = network(
                new LastTimeStep(new LSTM.Builder()
                        .nIn(4)
                        .nOut(40)
                        .activation(Activation.TANH)
                        .build()),
                output(40));
        Export export = ModelExport.of(net)
                .values(ValueFormat.FLOAT16)
                .inputScaler(new float[] {1, 2, 3, 4}, new float[] {1, 1, 1, 1});
        for (Latency latency : List.of(
                export.measure(12).latency(), export.measure(new float[48]).latency())) {
            assertThat(latency.framework()).isEqualTo("DL4J");
            assertThat(latency.runtimeMillis()).isBetween(1e-4, 50.0);
            assertThat(latency.frameworkMillis()).isBetween(0.02, 500.0);
        }
        assertThatThrownBy(() -> export.measure(new float[47]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an array of 47 values does not hold 1 windows of 4 columns");
    }

    @Test
    void theReportOfAPrunedNetworkCarriesWhatWasMeasured() throws IOException {
        MultiLayerNetwork net =
                network(new DenseLayer.Builder().nIn(10).nOut(10).build(), output(10));
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        net.addListeners(listener);
        for (int i = 0; i < 25; i++) {
            net.fit(new DataSet(Nd4j.rand(4, 10), Nd4j.rand(4, 3)));
        }
        Deployment measured = ModelExport.of(net).measure(1);
        assertThat(listener.report().with(measured).toText().lines())
                .contains("size: " + measured.sizes(), "latency: " + measured.latency());
        assertThatThrownBy(() -> ModelExport.of(net).measure(2)).hasMessageContaining("the network takes no sequence");
    }

    /** What is timed in DL4J is the forecast of the same window, whatever shape DL4J wants it in. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void bothForecastFromTheSameWindow(long seed) {
        for (MultiLayerNetwork net :
                List.of(RandomNetworks.recurrent(seed), RandomNetworks.forward(seed), stepByStep())) {
            Model model = ModelExport.of(net).model();
            SparseForecaster forecaster = SparseForecaster.of(model);
            int steps = model.network().sequence() ? 5 : 1;
            float[] window =
                    RandomNetworks.flat(RandomNetworks.windows(new Random(seed), steps, forecaster.inputs(), 0));
            boolean sequence = model.network().sequence() || LayerChain.of(net).beginsWithSteps();
            INDArray input = new TrainedNetwork(net, sequence).input(window, steps);
            SameForecasts.requireClose(forecaster.predict(window), RandomNetworks.flat(net.output(input)));
        }
    }

    /** Takes sequences in DL4J, but looks at each step by itself. */
    private static MultiLayerNetwork stepByStep() {
        return network(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nIn(4)
                .nOut(3)
                .activation(Activation.TANH)
                .build());
    }

    @Test
    void aSparseFileIsCloseToTheEntropyBound() throws IOException {
        MultiLayerNetwork net =
                network(new DenseLayer.Builder().nIn(300).nOut(300).build(), output(300));
        Random random = new Random(1);
        INDArray weights = net.getLayer(0).getParam("W");
        for (double sparsity : new double[] {0.5, 0.7, 0.9, 0.98}) {
            for (long i = 0; i < weights.length(); i++) {
                weights.putScalar(i, random.nextDouble() < sparsity ? 0 : 1 + random.nextDouble());
            }
            SizeReport sizes = ModelExport.of(net).write(folder.resolve("model.dlp"));
            assertThat(sizes.file() - 5000).isLessThan(sizes.bound() * 102 / 100);
        }
    }

    @Test
    void whatTheRuntimeDoesNotHaveIsRefusedWithTheNameOfTheLayer() {
        assertRefused(
                "layer layer0 is a ConvolutionLayer",
                new ConvolutionLayer.Builder(2, 2).nIn(1).nOut(2).build());
        assertRefused("layer odd has its data in the order NWC", named(lstm(RNNFormat.NWC)));
        DenseLayer capped = new DenseLayer.Builder()
                .nIn(2)
                .nOut(2)
                .activation(new ActivationReLU(3.0, null, null))
                .build();
        assertRefused("layer odd has the activation function", named(capped));
    }

    private static Layer named(Layer layer) {
        layer.setLayerName("odd");
        return layer;
    }

    private static void assertRefused(String message, Layer layer) {
        MultiLayerNetwork net = network(layer, output(5));
        assertThatThrownBy(() -> ModelExport.of(net))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        MultiLayerNetwork net = network(new DenseLayer.Builder().nIn(3).nOut(4).build(), output(4));
        net.getLayer(1).getParam("W").putScalar(1, 2, Double.NaN);
        assertThatThrownBy(() -> ModelExport.of(net))
                .hasMessageStartingWith("layer layer1: the weight in row 2, column 1 is NaN");
    }

    @Test
    void anOlderFileSurvivesWhatCannotBeWritten() throws IOException {
        MultiLayerNetwork net = network(new DenseLayer.Builder().nIn(3).nOut(4).build(), output(4));
        Path file = folder.resolve("model.dlp");
        ModelExport.of(net).write(file);
        byte[] before = Files.readAllBytes(file);
        net.getLayer(1).getParam("W").putScalar(0, 1e6);
        assertThatThrownBy(() -> ModelExport.of(net).values(ValueFormat.FLOAT16).write(file))
                .hasMessageContaining("1000000.0 is too large for float16: write the weights as float32");
        assertThat(file).hasBinaryContent(before);
    }
}
