package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.array;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Where the blocks of every kind of layer lie: looked for by the axes of its arrays, not by positions in memory. */
@SuppressWarnings("deprecation") // networks with the Graves layers are still about
class BlockLayersTest {

    private static final int SIZE = 4;
    private static final Random RANDOM = new Random(11);

    private static ListBuilder list() {
        return base(new Adam(0.01)).activation(Activation.TANH).list();
    }

    private static PruningPlan plan() {
        return TestNetworks.planInIterations().withGranularity(Granularity.blocks(SIZE));
    }

    private static List<DataSet> data(long[] features, long[] labels) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            batches.add(new DataSet(array(RANDOM, features), array(RANDOM, labels)));
        }
        return batches;
    }

    private static List<DataSet> sequences() {
        return data(new long[] {3, 4, 5}, new long[] {3, 2, 5});
    }

    private static List<DataSet> sequencesToVector() {
        return data(new long[] {3, 4, 5}, new long[] {3, 2});
    }

    private static List<DataSet> images() {
        return data(new long[] {3, 2, 6, 6}, new long[] {3, 2});
    }

    private static MultiLayerNetwork network(ListBuilder list) {
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static RnnOutputLayer rnnOutput() {
        return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** Trains, and leaves the network with some blocks gone. */
    private static PruningListener train(Model net, List<DataSet> batches) throws Exception {
        return ZeroWatch.trainAndCheck(net, plan(), batches, 5);
    }

    /**
     * Of a parameter, looks at every row along the outputs: blocks begin anew with every gate and every {@value #SIZE}
     * outputs, and are zero or nowhere zero.
     */
    private static void assertWhole(Model net, String name, int outputAxis, int gates) {
        INDArray weights = TestNetworks.parameters(net).get(name);
        int outputs = (int) weights.size(outputAxis);
        int units = outputs / gates; // what lies behind the gates (peepholes) is not looked at
        int gone = 0;
        int left = 0;
        for (int row = 0; row < weights.tensorsAlongDimension(outputAxis); row++) {
            INDArray line = weights.tensorAlongDimension(row, outputAxis);
            for (int gate = 0; gate < gates; gate++) {
                for (int first = 0; first < units; first += SIZE) {
                    int size = Math.min(SIZE, units - first);
                    int zeros = 0;
                    for (int i = 0; i < size; i++) {
                        zeros += line.getDouble(gate * units + first + i) == 0 ? 1 : 0;
                    }
                    assertThat(zeros)
                            .as("%s, row %d, gate %d, unit %d", name, row, gate, first)
                            .isIn(0, size);
                    gone += zeros > 0 ? 1 : 0;
                    left += zeros > 0 ? 0 : 1;
                }
            }
        }
        assertThat(gone).as(name).isPositive();
        assertThat(left).as(name).isPositive();
    }

    @Test
    void lstmAndDenseInBlocksThatNoGateShares() throws Exception {
        MultiLayerNetwork net =
                network(list().layer(new LastTimeStep(new LSTM.Builder().nOut(6).build()))
                        .layer(new DenseLayer.Builder().nOut(9).build())
                        .layer(output())
                        .setInputType(InputType.recurrent(4, 5)));
        train(net, sequencesToVector());
        assertWhole(net, "0_W", 1, 4);
        assertWhole(net, "0_RW", 1, 4);
        assertWhole(net, "1_W", 1, 1);
    }

    @Test
    void gravesLstmWithoutItsPeepholes() throws Exception {
        MultiLayerNetwork net =
                network(list().layer(new GravesLSTM.Builder().nOut(6).build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4, 5)));
        train(net, sequences());
        assertWhole(net, "0_W", 1, 4);
        assertWhole(net, "0_RW", 1, 4);
    }

    @Test
    void simpleRnn() throws Exception {
        MultiLayerNetwork net =
                network(list().layer(new SimpleRnn.Builder().nOut(10).build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4, 5)));
        train(net, sequences());
        assertWhole(net, "0_W", 1, 1);
        assertWhole(net, "0_RW", 1, 1);
    }

    @Test
    void bidirectional() throws Exception {
        MultiLayerNetwork net = network(list().layer(new Bidirectional(
                        Bidirectional.Mode.CONCAT, new LSTM.Builder().nOut(5).build()))
                .layer(rnnOutput())
                .setInputType(InputType.recurrent(4, 5)));
        train(net, sequences());
        for (String name : List.of("0_fW", "0_fRW", "0_bW", "0_bRW")) {
            assertWhole(net, name, 1, 4);
        }
    }

    @Test
    void kernelsOfConvolutionsByPlaceAndInput() throws Exception {
        MultiLayerNetwork net =
                network(list().layer(new ConvolutionLayer.Builder(3, 3).nOut(6).build())
                        .layer(output())
                        .setInputType(InputType.convolutional(6, 6, 2)));
        train(net, images());
        assertWhole(net, "0_W", 0, 1);
    }

    @Test
    void kernelsOfConvolutionsOverSeries() throws Exception {
        MultiLayerNetwork net = network(list().layer(new Convolution1DLayer.Builder()
                        .kernelSize(2)
                        .convolutionMode(org.deeplearning4j.nn.conf.ConvolutionMode.Same)
                        .nOut(6)
                        .build())
                .layer(rnnOutput())
                .setInputType(InputType.recurrent(4, 5)));
        train(net, sequences());
        assertWhole(net, "0_W", 0, 1);
    }

    @Test
    void kernelsOfDeconvolutions() throws Exception {
        MultiLayerNetwork net =
                network(list().layer(new Deconvolution2D.Builder(2, 2).nOut(6).build())
                        .layer(output())
                        .setInputType(InputType.convolutional(6, 6, 2)));
        train(net, images());
        assertWhole(net, "0_W", 1, 1);
    }

    @Test
    void aGraphWithoutItsAttention() throws Exception {
        var net = TestNetworks.graphWithoutAttention(base(new Adam(0.01)));
        train(net, TestNetworks.batches(6));
        assertWhole(net, "rnn_W", 1, 1);
        assertWhole(net, "last_W", 1, 4);
        assertWhole(net, "last_RW", 1, 4);
    }

    @Test
    void whatHasNoAxisOfOutputsIsRefusedAndNamed() {
        var graph = TestNetworks.graph(base(new Adam(0.01)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningListener.of(plan()).attachTo(graph))
                .withMessageStartingWith("the plan prunes blocks of 4 outputs, but of [attention_W")
                .withMessageContaining("excluding(p -> p.layout().outputAxis() < 0)");
        PruningPlan without = plan().excluding(p -> p.layout().outputAxis() < 0);
        assertThat(PruningListener.of(without).attachTo(graph).pruner().chosen())
                .extracting(p -> p.layer())
                .contains("rnn", "last", "out")
                .doesNotContain("attention");
        MultiLayerNetwork attention = network(list().layer(new SelfAttentionLayer.Builder()
                        .nOut(4)
                        .nHeads(2)
                        .projectInput(true)
                        .build())
                .layer(rnnOutput())
                .setInputType(InputType.recurrent(4, 5)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningListener.of(plan()).attachTo(attention))
                .withMessageContaining("0_Wq [2, 2, 4]");
    }

    @ParameterizedTest
    @EnumSource(Allocation.class)
    void aPlanInBlocksOverMasksOfSingleWeightsTakesWhatIsLeftOfItsBlocks(Allocation allocation) {
        MultiLayerNetwork net = TestNetworks.sequential(base(new Adam(0.01)));
        net.addListeners(PruningListener.of(TestNetworks.planInIterations()));
        net.fit(TestNetworks.iterator(TestNetworks.batches(6)), 4); // to 0.6
        net.setListeners(List.of());
        PruningListener restarted = PruningListener.restart(SmallNetworks.plan(0.6, 0.8, 1, 6)
                        .withLayerCap(1)
                        .withAllocation(allocation)
                        .withGranularity(Granularity.blocks(SIZE)))
                .attachTo(net);
        var before = restarted.pruner().masks();
        net.fit(TestNetworks.iterator(TestNetworks.batches(6)), 1);

        var after = restarted.pruner().masks();
        assertThat(after.contains(before)).isTrue();
        long asked = (long) Math.floor(0.8 * after.weightCount());
        assertThat(after.prunedCount()).isLessThanOrEqualTo(asked).isGreaterThan(asked - SIZE);
        long last = restarted
                .pruner()
                .updates()
                .get(restarted.pruner().updates().size() - 1)
                .pruned();
        assertThat(last).isEqualTo(after.prunedCount());
        for (var parameter : restarted.pruner().chosen()) {
            var blocks = parameter.layout().blocks(Granularity.blocks(SIZE));
            for (long i = 0; i < parameter.length(); i++) {
                boolean went = after.of(parameter.name()).isPruned(i)
                        && !before.of(parameter.name()).isPruned(i);
                long position = i;
                long unit = position / blocks.stride() % blocks.units();
                long first = position - unit % SIZE * blocks.stride();
                for (long u = unit / SIZE * SIZE, p = first;
                        went && u < Math.min(unit / SIZE * SIZE + SIZE, blocks.units());
                        u++, p += blocks.stride()) {
                    assertThat(after.of(parameter.name()).isPruned(p)).isTrue();
                }
            }
        }
    }
}
