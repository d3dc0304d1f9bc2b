package io.github.dl4jpruning.samples.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.slf4j.LoggerFactory;

/**
 * What a {@link PruningListener} costs in the iterations in which no mask is due: a training iteration with the listener, at a
 * sparsity of one half, against one of the same network without any listener.
 *
 * <p>Paired, for on a busy machine the time of an iteration changes by more than the listener costs: the two networks train in
 * turn, a few iterations each, and what counts is the ratio within each such pair; the median over the pairs is given with its
 * 95 % bootstrap interval. Every few seconds two new networks take over, since where their arrays happen to lie in memory
 * matters too.
 */
public final class ListenerCost {
    private static final int ROUNDS = 4;
    private static final long ROUND_NANOS = 5_000_000_000L;
    private static final int BATCHES = 16;
    private static final int RESAMPLES = 2000;
    private static final int WARM_UP = 30;
    private static final double BLOCK_MILLIS = 25;
    private static final int INPUTS = 8;
    private static final int STEPS = 30;

    private ListenerCost() {}

    /** A network and the shape of what it learns; a time of 0 means that it is not recurrent. */
    private record Workload(String name, int batch, int inputs, int time, int outputs, Supplier<List<Layer>> layers) {

        MultiLayerNetwork network() {
            NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .weightInit(WeightInit.XAVIER)
                    .updater(new Adam(1e-5))
                    .list();
            layers.get().forEach(list::layer);
            MultiLayerConfiguration configuration = list.build();
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init();
            return network;
        }

        /** Noise: a loss that does not go down keeps the work the same. */
        List<DataSet> data() {
            return IntStream.range(0, BATCHES)
                    .mapToObj(i -> {
                        INDArray features = time == 0 ? Nd4j.randn(batch, inputs) : Nd4j.randn(batch, inputs, time);
                        return new DataSet(features, Nd4j.randn(batch, outputs));
                    })
                    .toList();
        }
    }

    private static List<Workload> workloads() {
        return List.of(
                recurrent(
                        "RNN 64",
                        () -> new SimpleRnn.Builder().nIn(INPUTS).nOut(64).build()),
                recurrent(
                        "LSTM 64", () -> new LSTM.Builder().nIn(INPUTS).nOut(64).build()),
                perceptron(64),
                perceptron(128));
    }

    private static Workload recurrent(String name, Supplier<Layer> layer) {
        return new Workload(
                name + ", batch 64", 64, INPUTS, STEPS, 1, () -> List.of(new LastTimeStep(layer.get()), output(64, 1)));
    }

    private static Workload perceptron(int batch) {
        return new Workload(
                "MLP 500-800-720-10, batch " + batch,
                batch,
                500,
                0,
                10,
                () -> List.of(dense(500, 800), dense(800, 720), output(720, 10)));
    }

    private static Layer dense(int inputs, int outputs) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(Activation.RELU)
                .build();
    }

    private static Layer output(int inputs, int outputs) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(inputs)
                .nOut(outputs)
                .activation(Activation.IDENTITY)
                .build();
    }

    /** Milliseconds per iteration of the two networks, block by block. */
    private record Pair(double without, double with) {
        double ratio() {
            return with / without;
        }
    }

    /** Measures all networks, which takes about two minutes, and prints. */
    public static void print() {
        ((Logger) LoggerFactory.getLogger("io.github.dl4jpruning")).setLevel(Level.WARN);
        TextTable table =
                new TextTable("network", "weights", "without ms", "with ms", "pairs", "cost", "95 % interval");
        for (Workload workload : workloads()) {
            System.err.println("listener cost: " + workload.name() + " ...");
            measure(workload); // for the compiler of the JVM to get to know it
            List<Pair> pairs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                pairs.addAll(measure(workload));
            }
            double[] ratios = pairs.stream().mapToDouble(Pair::ratio).toArray();
            double[] medians = bootstrap(ratios);
            table.add(
                    workload.name(),
                    String.valueOf(workload.network().numParams()),
                    Digits.of(median(pairs.stream().mapToDouble(Pair::without).toArray())),
                    Digits.of(median(pairs.stream().mapToDouble(Pair::with).toArray())),
                    String.valueOf(pairs.size()),
                    percent(median(ratios)),
                    percent(medians[RESAMPLES / 40]) + " to " + percent(medians[RESAMPLES - RESAMPLES / 40]));
        }
        System.out.println();
        System.out.print(table);
    }

    private static List<Pair> measure(Workload workload) {
        List<DataSet> data = workload.data();
        MultiLayerNetwork plain = workload.network();
        MultiLayerNetwork pruned = workload.network();
        PruningListener listener = PruningListener.of(
                PruningPlan.of(new PruningSchedule(SparsityCurve.oneShot(0.5), PruningWindow.iterations(1, 2, 1))));
        listener.attachTo(pruned);
        time(pruned, data, WARM_UP);
        int iterations = Math.max(1, (int) (BLOCK_MILLIS / time(plain, data, WARM_UP)));
        List<Pair> pairs = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < ROUND_NANOS) {
            pairs.add(new Pair(time(plain, data, iterations), time(pruned, data, iterations)));
            double with = time(pruned, data, iterations);
            pairs.add(new Pair(time(plain, data, iterations), with));
        }
        if (listener.history().updates().size() != 1) {
            throw new IllegalStateException("masks were updated while the clock ran");
        }
        return pairs;
    }

    private static double time(MultiLayerNetwork network, List<DataSet> data, int iterations) {
        long start = System.nanoTime();
        for (int i = 0; i < iterations; i++) {
            network.fit(data.get(i % BATCHES));
        }
        return (System.nanoTime() - start) / 1e6 / iterations;
    }

    /** Medians of samples drawn with replacement, in order. */
    private static double[] bootstrap(double[] values) {
        Random random = new Random(1);
        return IntStream.range(0, RESAMPLES)
                .mapToDouble(i -> median(random.ints(values.length, 0, values.length)
                        .mapToDouble(j -> values[j])
                        .toArray()))
                .sorted()
                .toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    private static String percent(double ratio) {
        return Digits.fixed(100 * (ratio - 1), 2) + " %";
    }
}
