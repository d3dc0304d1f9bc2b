package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.EXAMPLES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.OUTPUTS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.attentionGraph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.configurationJson;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.graph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstm;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstmNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.random;
import static io.github.dl4jpruning.dl4j.SmallNetworks.revived;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.dl4jpruning.engine.PlanCodec;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.engine.RunPosition;
import io.github.dl4jpruning.mask.Masks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import org.slf4j.LoggerFactory;

class PruningMaskTest {

    private static <M extends Model> M pruned(M model, IntFunction<DataSet> batches, int steps) {
        return pruned(model, PruningListener.of(plan()), batches, steps);
    }

    private static <M extends Model> M pruned(
            M model, PruningListener listener, IntFunction<DataSet> batches, int steps) {
        model.addListeners(listener);
        for (int i = 0; i < steps; i++) {
            fit(model, batches.apply(i));
        }
        return model;
    }

    private static PruningStart.Stored stored(Model model) {
        return NetworkModel.of(model).load(false).orElseThrow();
    }

    private static Layer layer(MultiLayerNetwork net, int number) {
        return net.getLayerWiseConfigurations().getConf(number).getLayer();
    }

    private static PruningMask maskOf(Layer layer) {
        return (PruningMask) layer.getConstraints().get(0);
    }

    private static MultiLayerNetwork networkOf(MultiLayerConfiguration configuration) {
        MultiLayerNetwork net = new MultiLayerNetwork(configuration);
        net.init();
        return net;
    }

    private static ComputationGraph lstmGraph() {
        return graph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LastTimeStep(lstm(FEATURES, UNITS).build()), "in")
                .addLayer("out", output(UNITS).build(), "lstm")
                .setOutputs("out")
                .build());
    }

    @Nested
    class AsText {

        @Test
        void planPositionAndMasksOfANetworkComeBackFromJson() {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 4);

            MultiLayerNetwork back = networkOf(MultiLayerConfiguration.fromJson(configurationJson(net)));

            assertIsStateAfterFourSteps(back, net);
        }

        @Test
        void planPositionAndMasksOfANetworkComeBackFromYaml() {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 4);

            MultiLayerNetwork back = networkOf(MultiLayerConfiguration.fromYaml(
                    net.getLayerWiseConfigurations().toYaml()));

            assertIsStateAfterFourSteps(back, net);
        }

        @Test
        void planPositionAndMasksOfAGraphAndItsVerticesComeBackFromJson() {
            ComputationGraph net = pruned(attentionGraph(), SmallNetworks::series, 4);

            ComputationGraph back = graph(ComputationGraphConfiguration.fromJson(configurationJson(net)));

            assertIsStateAfterFourSteps(back, net);
            assertThat(stored(back).masks().names()).contains("lstm_RW", "attention_Wq", "attention_Wo", "out_W");
        }

        @Test
        void planPositionAndMasksOfAGraphComeBackFromYaml() {
            ComputationGraph net = pruned(attentionGraph(), SmallNetworks::series, 4);

            ComputationGraph back = graph(ComputationGraphConfiguration.fromYaml(
                    net.getConfiguration().toYaml()));

            assertIsStateAfterFourSteps(back, net);
        }

        private static void assertIsStateAfterFourSteps(Model back, Model net) {
            PruningStart.Stored found = stored(back);
            assertThat(found).isEqualTo(stored(net));
            assertThat(found.plan()).isEqualTo(PlanCodec.encode(plan()));
            assertThat(found.position()).isEqualTo(new RunPosition(4, 0, 4, 0, false));
            assertThat(found.masks().sparsity()).isGreaterThan(0.58).isLessThanOrEqualTo(0.6);
        }

        @Test
        void aConfigurationWithMasksEqualsItsCopyAsOneWithoutMasksDoes() {
            MultiLayerNetwork net = denseNetwork();
            assertThat(MultiLayerConfiguration.fromJson(configurationJson(net)))
                    .isEqualTo(net.getLayerWiseConfigurations());

            pruned(net, SmallNetworks::rows, 2);

            assertThat(MultiLayerConfiguration.fromJson(configurationJson(net)))
                    .isEqualTo(net.getLayerWiseConfigurations());
        }

        @Test
        void javaSerialisationKeepsTheMasks() throws Exception {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 3);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(net.getLayerWiseConfigurations());
            }

            MultiLayerConfiguration back;
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                back = (MultiLayerConfiguration) in.readObject();
            }

            assertThat(stored(networkOf(back))).isEqualTo(stored(net));
        }

        @Test
        void theTextFormNamesTheParametersAndThePosition() {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 2);
            PruningMask mask = maskOf(layer(net, 0));

            assertThat(mask.toString()).contains("W", "RW", "step=2");
            assertThat(mask.getParams()).containsExactly("W", "RW");
        }
    }

    /** What somebody, or a broken disk, may have done to the configuration. */
    @Nested
    class Damaged {

        private static final ObjectMapper JSON = new ObjectMapper();

        /** A pruned network whose configuration was changed as text: the mask of its layer 1 is given to the editor. */
        private static MultiLayerNetwork edited(Consumer<ObjectNode> editor) throws JsonProcessingException {
            MultiLayerNetwork whole = pruned(denseNetwork(), SmallNetworks::rows, 3);
            JsonNode json = JSON.readTree(configurationJson(whole));
            JsonNode constraints = json.at("/confs/1/layer/constraints");
            assertThat(constraints).hasSize(1);
            editor.accept((ObjectNode) constraints.get(0));
            MultiLayerNetwork net = networkOf(MultiLayerConfiguration.fromJson(JSON.writeValueAsString(json)));
            net.setParams(whole.params().dup());
            return net;
        }

        private static ObjectNode entry(ObjectNode mask) {
            return (ObjectNode) mask.get("masks").get(0);
        }

        private static Stream<Arguments> damagedBits() {
            return Stream.of(
                    Arguments.of("not base64", (Consumer<ObjectNode>)
                            mask -> entry(mask).put("mask", "*" + text(mask))),
                    Arguments.of("cut off", (Consumer<ObjectNode>) mask -> entry(mask)
                            .put("mask", text(mask).substring(0, text(mask).length() - 4))),
                    Arguments.of("a bit turned", (Consumer<ObjectNode>) mask -> {
                        byte[] bytes = Base64.getDecoder().decode(text(mask));
                        bytes[bytes.length - 1] ^= 1;
                        entry(mask).put("mask", Base64.getEncoder().encodeToString(bytes));
                    }),
                    Arguments.of("missing", (Consumer<ObjectNode>)
                            mask -> entry(mask).remove("mask")));
        }

        private static String text(ObjectNode mask) {
            return entry(mask).get("mask").asText();
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("damagedBits")
        void aDamagedMaskLetsTheConfigurationLoadAndIsNamedWhenTheListenerIsAttached(
                String name, Consumer<ObjectNode> damage) throws Exception {
            MultiLayerNetwork net = edited(damage);

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the pruning mask of parameter")
                    .hasMessageContaining("W")
                    .message()
                    .containsAnyOf("damaged", "missing");
            assertThat(net.getListeners()).isEmpty();
        }

        @Test
        void theMessageAboutADamagedMaskTellsWhichOfTheLayersItMeans() throws Exception {
            MultiLayerNetwork net = edited(mask -> entry(mask).put("mask", "*" + text(mask)));

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .containsAnyOf("1_W", "layer1");
        }

        @Test
        void aDamagedMaskStopsATrainingWithoutListenerToo() throws Exception {
            MultiLayerNetwork net = edited(mask -> entry(mask).put("mask", "*" + text(mask)));

            assertThatThrownBy(() -> fit(net, rows(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the pruning mask of parameter W")
                    .hasMessageContaining("damaged");
        }

        @Test
        void anUnknownFormatAsksForANewerVersion() throws Exception {
            MultiLayerNetwork net = edited(mask -> mask.put("format", 2));

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("layer layer1")
                    .hasMessageContaining("format 2")
                    .hasMessageContaining("use a newer version");
            assertThatThrownBy(() -> fit(net, rows(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("layer layer1")
                    .hasMessageContaining("format 2");
        }

        @Test
        void aMissingPlanOrPositionIsToldWithTheLayer() throws Exception {
            for (String field : List.of("plan", "position")) {
                MultiLayerNetwork net = edited(mask -> mask.remove(field));

                assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                        .as("without %s", field)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("layer layer1")
                        .hasMessageContaining("plan or position is missing")
                        .hasMessageContaining("undamaged copy");
            }
        }

        @Test
        void aPlanThatIsNoPlanIsTold() throws Exception {
            JsonNode json = JSON.readTree(configurationJson(pruned(denseNetwork(), SmallNetworks::rows, 3)));
            for (int layer = 0; layer < 2; layer++) {
                ((ObjectNode) json.at("/confs/" + layer + "/layer/constraints/0")).put("plan", "{\"curve\":");
            }
            MultiLayerNetwork net = networkOf(MultiLayerConfiguration.fromJson(JSON.writeValueAsString(json)));

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("pruning plan in the model is damaged");
        }

        @Test
        void aMaskThatLostItsEntriesIsNotTakenForAnUnprunedLayer() throws Exception {
            MultiLayerNetwork net = edited(mask -> mask.putArray("masks"));

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1_W")
                    .hasMessageContaining("[0_W]");
        }
    }

    @Nested
    class Foreign {

        private static MultiLayerNetwork wideNetwork() {
            return network(settings(), dense(FEATURES, 7).build(), output(7).build());
        }

        /** Moves the masks of a pruned network to an unpruned one, layer by layer. */
        private static MultiLayerNetwork transplanted(MultiLayerNetwork from, MultiLayerNetwork to) {
            for (int i = 0; i < to.getnLayers(); i++) {
                layer(to, i).setConstraints(List.of(maskOf(layer(from, i))));
            }
            return to;
        }

        @Test
        void aMaskOfANetworkOfOtherWidthIsRefusedWithBothLengths() {
            MultiLayerNetwork net = transplanted(pruned(denseNetwork(), SmallNetworks::rows, 3), wideNetwork());

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0_W (the mask is for 24 weights, the parameter has 28)")
                    .hasMessageContaining("begin with PruningListener.of(plan)");
        }

        @Test
        void aMaskMovedToALayerWithoutItsParameterIsRefused() {
            MultiLayerNetwork recurrent = pruned(lstmNetwork(), SmallNetworks::series, 3);
            MultiLayerNetwork net = denseNetwork();
            layer(net, 0).setConstraints(List.of(maskOf(layer(recurrent, 0))));

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0_RW (the model has no such parameter)");
        }

        @Test
        void aLongerMaskIsNotUsedInATrainingWithoutListenerAndThatIsTold() {
            MultiLayerNetwork net = transplanted(pruned(wideNetwork(), SmallNetworks::rows, 3), denseNetwork());

            assertTrainsAsWithoutMask(
                    net,
                    denseNetwork(),
                    "layer layer0 carries a mask for W that was made for 28 weights, and there are 24");
        }

        @Test
        void aShorterMaskIsNotUsedInATrainingWithoutListenerAndThatIsTold() {
            MultiLayerNetwork net = transplanted(pruned(denseNetwork(), SmallNetworks::rows, 3), wideNetwork());

            assertTrainsAsWithoutMask(
                    net,
                    wideNetwork(),
                    "layer layer0 carries a mask for W that was made for 24 weights, and there are 28");
        }

        @Test
        void aMaskForAParameterThatTheLayerLacksIsNotUsedInATrainingWithoutListenerAndThatIsTold() {
            MultiLayerNetwork recurrent = pruned(lstmNetwork(), SmallNetworks::series, 3);
            MultiLayerNetwork net = denseNetwork();
            PruningMask mask = maskOf(layer(recurrent, 0));
            layer(net, 0)
                    .setConstraints(List.of(new PruningMask(
                            mask.plan(), mask.position(), mask.masks().subList(1, 2), null, false)));

            assertTrainsAsWithoutMask(
                    net,
                    denseNetwork(),
                    "layer layer0 carries a mask for RW that was made for 144 weights, and there are none");
        }

        private static void assertTrainsAsWithoutMask(MultiLayerNetwork net, MultiLayerNetwork same, String warning) {
            List<String> warnings = WithoutAListener.warningsDuring(() -> {
                for (int i = 0; i < 4; i++) { // the first uses up the word of the listener that its work is done
                    fit(net, rows(i));
                    fit(same, rows(i));
                }
            });

            assertThat(SmallNetworks.bits(net.params())).isEqualTo(SmallNetworks.bits(same.params()));
            assertThat(warnings)
                    .filteredOn(each -> each.contains(warning))
                    .singleElement()
                    .asString()
                    .contains("ModelFiles.strip(model)");
        }

        @Test
        void layersOfTwoPrunedNetworksAreRefused() {
            MultiLayerNetwork net = patchwork();

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("layer layer1")
                    .hasMessageContaining("put together from several pruned ones")
                    .hasMessageContaining("PruningListener.restart(plan)");
        }

        @Test
        void layersOfTwoPrunedNetworksCanBePrunedFurtherAsTheMessageSays() {
            MultiLayerNetwork net = patchwork();
            long[] before = new long[] {
                maskOf(layer(net, 0)).masks().get(0).mask("").prunedCount(),
                maskOf(layer(net, 1)).masks().get(0).mask("").prunedCount()
            };

            PruningListener listener =
                    PruningListener.restart(plan(0.7, 0.8, 1, 2)).attachTo(net);

            Masks masks = listener.pruner().masks();
            assertThat(masks.of("0_W").prunedCount()).isEqualTo(before[0]);
            assertThat(masks.of("1_W").prunedCount()).isEqualTo(before[1]);
        }

        private static MultiLayerNetwork patchwork() {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 3);
            MultiLayerNetwork other =
                    pruned(denseNetwork(), PruningListener.of(plan(0.1, 0.5, 1, 3)), SmallNetworks::rows, 3);
            net.setListeners();
            layer(net, 1).setConstraints(List.of(maskOf(layer(other, 1))));
            return net;
        }
    }

    @Nested
    class WithoutAListener {

        private static DataSet images(int seed) {
            return new DataSet(random(seed, EXAMPLES, 2, 5, 5), random(seed + 1000, EXAMPLES, OUTPUTS));
        }

        private static MultiLayerNetwork images(Layer convolution) {
            MultiLayerNetwork net = new MultiLayerNetwork(settings()
                    .list()
                    .layer(convolution)
                    .layer(new OutputLayer.Builder()
                            .nOut(OUTPUTS)
                            .activation(Activation.IDENTITY)
                            .lossFunction(LossFunction.MSE)
                            .build())
                    .setInputType(InputType.convolutional(5, 5, 2))
                    .build());
            net.init();
            return net;
        }

        @SuppressWarnings("deprecation") // networks with the Graves layers are still about
        private static Stream<Arguments> networks() {
            IntFunction<DataSet> rows = SmallNetworks::rows;
            IntFunction<DataSet> series = SmallNetworks::series;
            IntFunction<DataSet> images = WithoutAListener::images;
            return Stream.of(
                    Arguments.of("dense", denseNetwork(), rows),
                    Arguments.of("LSTM", lstmNetwork(), series),
                    Arguments.of(
                            "bidirectional",
                            network(
                                    settings(),
                                    new LastTimeStep(new Bidirectional(
                                            lstm(FEATURES, UNITS).build())),
                                    output(2 * UNITS).build()),
                            series),
                    Arguments.of(
                            "Graves LSTM",
                            network(
                                    settings(),
                                    new LastTimeStep(new GravesLSTM.Builder()
                                            .nIn(FEATURES)
                                            .nOut(UNITS)
                                            .build()),
                                    output(UNITS).build()),
                            series),
                    Arguments.of(
                            "self-attention",
                            network(
                                    settings(),
                                    new SelfAttentionLayer.Builder()
                                            .nIn(FEATURES)
                                            .nOut(UNITS)
                                            .nHeads(2)
                                            .headSize(3)
                                            .projectInput(true)
                                            .build(),
                                    new GlobalPoolingLayer.Builder().build(),
                                    output(UNITS).build()),
                            series),
                    Arguments.of(
                            "convolution",
                            images(new ConvolutionLayer.Builder(3, 3).nOut(3).build()),
                            images),
                    Arguments.of(
                            "separable convolution",
                            images(new SeparableConvolution2D.Builder(3, 3)
                                    .nOut(3)
                                    .build()),
                            images),
                    Arguments.of("graph", lstmGraph(), series));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("networks")
        void aLoadedNetworkKeepsItsZerosAfterEveryIteration(String name, Model net, IntFunction<DataSet> batches) {
            pruned(net, batches, 3);
            Model loaded = reloaded(net);
            Map<String, INDArray> table = loaded.paramTable();
            Masks masks = stored(loaded).masks();
            int[] before = SmallNetworks.bits(loaded.params());

            for (int i = 3; i < 7; i++) {
                fit(loaded, batches.apply(i));

                assertAllZero(masks, table, i);
            }
            assertThat(SmallNetworks.bits(loaded.params())).isNotEqualTo(before);
            assertThat(stored(loaded).masks()).isEqualTo(masks);
        }

        @Test
        void aLoadedGraphKeepsTheZerosOfItsVerticesAfterEveryIteration() {
            Model loaded = reloaded(pruned(attentionGraph(), SmallNetworks::series, 3));
            Map<String, INDArray> table = loaded.paramTable();
            Masks masks = stored(loaded).masks();

            for (int i = 3; i < 7; i++) {
                fit(loaded, series(i));

                assertAllZero(masks, table, i);
            }
        }

        private static void assertAllZero(Masks masks, Map<String, INDArray> table, int iteration) {
            assertThat(masks.sparsity()).isGreaterThan(0.5);
            masks.asMap()
                    .forEach((name, mask) -> assertThat(revived(mask, part(name, mask.length(), table)))
                            .as("revived weights of %s in iteration %d", name, iteration)
                            .isEmpty());
        }

        /** The parameter, or the leading part of it that the mask is for. */
        private static INDArray part(String name, long length, Map<String, INDArray> table) {
            INDArray parameter = table.get(name);
            return parameter.length() == length
                    ? parameter
                    : parameter.get(NDArrayIndex.all(), NDArrayIndex.interval(0, length / parameter.rows()));
        }

        /** Through the text of its configuration, as a file does it. */
        private static Model reloaded(Model model) {
            Model back = model instanceof MultiLayerNetwork
                    ? networkOf(MultiLayerConfiguration.fromJson(configurationJson(model)))
                    : graph(ComputationGraphConfiguration.fromJson(configurationJson(model)));
            back.setParams(model.params().dup());
            return back;
        }

        @Test
        void aNetworkThatLostItsListenerKeepsItsZerosAfterEveryIteration() {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 3);
            Masks masks = stored(net).masks();
            net.setListeners();

            for (int i = 3; i < 6; i++) {
                fit(net, rows(i));

                assertAllZero(masks, net.paramTable(), i);
            }
        }

        @Test
        void pretrainingOfAPrunedLayerKeepsItsZeros() {
            MultiLayerNetwork net = network(
                    settings(),
                    new VariationalAutoencoder.Builder()
                            .nIn(FEATURES)
                            .nOut(UNITS)
                            .encoderLayerSizes(5)
                            .decoderLayerSizes(5)
                            .build(),
                    output(UNITS).build());
            pruned(net, SmallNetworks::rows, 3);
            Masks masks = stored(net).masks();
            assertThat(masks.of("0_e0W").prunedCount()).isPositive();
            int[] before = SmallNetworks.bits(net.params());
            net.setListeners();

            net.pretrain(new ListDataSetIterator<>(List.of(rows(1), rows(2)), 1));

            assertAllZero(masks, net.paramTable(), 5);
            assertThat(SmallNetworks.bits(net.params())).isNotEqualTo(before);
        }

        @Test
        void everyLayerWarnsOnceAndNamesTheWayOut() {
            MultiLayerNetwork net = (MultiLayerNetwork) reloaded(pruned(denseNetwork(), SmallNetworks::rows, 3));

            List<String> warnings = warningsDuring(() -> {
                for (int i = 0; i < 4; i++) {
                    fit(net, rows(i));
                }
            });

            assertThat(warnings)
                    .hasSize(2)
                    .allSatisfy(warning -> assertThat(warning)
                            .contains("trains without its PruningListener")
                            .contains("PruningListener.resume()"));
            assertThat(warnings.get(0)).contains("layer layer0");
            assertThat(warnings.get(1)).contains("layer layer1");
        }

        @Test
        void nothingIsWarnedOfWhileTheListenerIsThere() {
            MultiLayerNetwork net = denseNetwork();

            List<String> warnings = warningsDuring(() -> {
                pruned(net, SmallNetworks::rows, 4);
                MultiLayerNetwork loaded = (MultiLayerNetwork) reloaded(net);
                pruned(loaded, PruningListener.resume(), SmallNetworks::rows, 2);
            });

            assertThat(warnings).isEmpty();
        }

        private static List<String> warningsDuring(Runnable action) {
            Logger logger = (Logger) LoggerFactory.getLogger(PruningMask.class);
            ListAppender<ILoggingEvent> appender = new ListAppender<>();
            appender.start();
            logger.addAppender(appender);
            try {
                action.run();
            } finally {
                logger.detachAppender(appender);
            }
            List<String> messages = new ArrayList<>();
            appender.list.forEach(event -> messages.add(event.getFormattedMessage()));
            return messages;
        }

        @Test
        void thePlanGoesOnWhereItStoppedWhenTheListenerComesBack() {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 2);
            net.setListeners();
            fit(net, rows(2));
            fit(net, rows(3));

            PruningListener listener = PruningListener.resume().attachTo(net);
            assertThat(listener.pruner().step()).isEqualTo(2);
            fit(net, rows(4));

            assertThat(listener.pruner().step()).isEqualTo(3);
            assertThat(listener.pruner().masks().prunedCount()).isEqualTo((long) (0.6 * 36));
        }
    }

    @Nested
    class Clones {

        @Test
        void aCloneHasTheMasksAndKeepsItsZeros() {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 3);

            MultiLayerNetwork clone = net.clone();
            clone.setListeners();

            assertThat(stored(clone)).isEqualTo(stored(net));
            fit(clone, series(8));
            stored(clone)
                    .masks()
                    .asMap()
                    .forEach((name, mask) -> assertThat(revived(mask, clone.getParam(name)))
                            .as(name)
                            .isEmpty());
        }

        @Test
        void aCloneOfAGraphHasTheMasks() {
            ComputationGraph net = pruned(lstmGraph(), SmallNetworks::series, 3);

            ComputationGraph clone = net.clone();

            assertThat(stored(clone)).isEqualTo(stored(net));
        }

        @Test
        void aCloneKeepsItsMasksWhenTheOriginalIsPrunedFurther() {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 1);
            MultiLayerNetwork clone = net.clone();
            PruningStart.Stored before = stored(clone);

            fit(net, rows(1));
            fit(net, rows(2));

            assertThat(stored(net).masks().prunedCount())
                    .isGreaterThan(before.masks().prunedCount());
            assertThat(stored(clone)).isEqualTo(before);
        }

        @Test
        void aCloneLosesNoWeightWhenTheOriginalIsPrunedFurther() {
            MultiLayerNetwork net = pruned(lstmNetwork(), SmallNetworks::series, 1);
            MultiLayerNetwork clone = net.clone();
            clone.setListeners();
            long pruned = stored(clone).masks().prunedCount();

            fit(net, series(1));
            fit(net, series(2));
            fit(clone, series(3));

            long zeros = Stream.of("0_W", "0_RW", "1_W")
                    .flatMapToInt(name -> Arrays.stream(SmallNetworks.bits(clone.getParam(name))))
                    .filter(bits -> bits == 0)
                    .count();
            assertThat(zeros).isEqualTo(pruned);
        }

        @Test
        void anOriginalKeepsItsMasksWhenTheCloneIsPrunedFurther() {
            MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 1);
            PruningStart.Stored before = stored(net);
            MultiLayerNetwork clone = net.clone();
            clone.setListeners();

            pruned(clone, PruningListener.resume(), SmallNetworks::rows, 2);

            assertThat(stored(clone).position().step()).isEqualTo(3);
            assertThat(stored(net)).isEqualTo(before);
        }
    }

    @Test
    void theConfigurationHoldsOneMaskPerLayerHoweverLongTheTraining() throws Exception {
        MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 6);

        assertThat(layer(net, 0).getConstraints()).hasSize(1);
        assertThat(layer(net, 1).getConstraints()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(configurationJson(net));
        assertThat(json.at("/confs/0/layer/constraints")).hasSize(1);
    }

    @Test
    void aMaskChangesNothingElseInALayer() {
        MultiLayerNetwork net = pruned(denseNetwork(), SmallNetworks::rows, 3);
        INDArray weights = net.getParam("0_W");
        float[] before = weights.dup('f').data().asFloat();
        PruningMask mask = new PruningMask(
                maskOf(layer(net, 0)).plan(),
                maskOf(layer(net, 0)).position(),
                maskOf(layer(net, 0)).masks(),
                null,
                false);
        weights.addi(1);

        mask.applyConstraint(net.getLayer(0), 1, 0);

        float[] after = weights.dup('f').data().asFloat();
        var bits = mask.masks().get(0).mask("");
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i])
                    .as("weight %d of %s", i, Arrays.toString(after))
                    .isEqualTo(bits.isPruned(i) ? 0 : before[i] + 1);
        }
    }
}
