package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.dl4j.ModelExport;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A forecast with the runtime, with DL4J and with PyTorch, in the same run and in turns, since on a busy machine the time of a
 * forecast changes by more than they differ. One thread each; medians over the turns.
 *
 * <p>The weights are random and pruned at random, which is the worst case for the runtime: there is no structure in the zeros.
 * PyTorch is run by {@code inference_torch.py}; zeros make no difference there, nor in DL4J.
 */
public final class InferenceTable {
    private static final int INPUTS = 8;
    private static final int UNITS = 64;
    private static final int STEPS = 30;
    private static final int TURNS = 21;
    private static final double TURN_MILLIS = 40;
    private static final double WARM_UP_MILLIS = 1500;
    private static final double[] SPARSITIES = {0, 0.5, 0.7, 0.9};

    private InferenceTable() {}

    /** So many forecasts, and the milliseconds of one. */
    private interface Forecasts {
        double millis(int count) throws IOException;
    }

    /** What takes turns: how many forecasts fill a turn, and the times so far. */
    private static final class Subject {
        private final Forecasts forecasts;
        private final int count;
        private final List<Double> times = new ArrayList<>();

        Subject(Forecasts forecasts) throws IOException {
            this.forecasts = forecasts;
            double millis = forecasts.millis(3);
            for (double spent = 3 * millis; spent < WARM_UP_MILLIS; spent += 20 * millis) {
                millis = forecasts.millis(20);
            }
            count = Double.isNaN(millis) ? 0 : Math.max(1, (int) (TURN_MILLIS / millis));
        }

        void turn() throws IOException {
            if (count > 0) {
                times.add(forecasts.millis(count));
            }
        }

        double median() {
            return times.isEmpty()
                    ? Double.NaN
                    : times.stream().sorted().toList().get(times.size() / 2);
        }
    }

    /** Measures all, which takes about two minutes, and prints. */
    public static void print() throws IOException {
        TextTable table = new TextTable(
                "network", "batch", "sparsity", "runtime ms", "DL4J ms", "PyTorch ms", "windows/s", "faster");
        String torchName = "";
        for (String kind : List.of("RNN", "LSTM")) {
            for (int batch : new int[] {1, 64}) {
                List<String> arguments = Stream.concat(
                                Stream.of(kind),
                                Stream.of(batch, INPUTS, UNITS, STEPS).map(String::valueOf))
                        .toList();
                System.err.println("inference: " + kind + ", batch " + batch + " ...");
                try (Torch torch = Torch.start("inference_torch.py", arguments)) {
                    torchName = torch.name();
                    rows(kind, batch, torch, table);
                }
            }
        }
        System.out.println("A forecast by one recurrent layer of " + UNITS + " units from " + STEPS + " steps of "
                + INPUTS + " columns, one thread; " + torchName + ":");
        System.out.println();
        System.out.print(table);
    }

    private static void rows(String kind, int batch, Torch torch, TextTable table) throws IOException {
        List<Subject> here = new ArrayList<>();
        for (double sparsity : SPARSITIES) {
            here.add(new Subject(runtime(network(kind, sparsity), batch)));
        }
        Subject dl4j = new Subject(dl4j(network(kind, 0), batch));
        Subject there = new Subject(torch::steps);
        for (int turn = 0; turn < TURNS; turn++) {
            for (Subject subject : here) {
                subject.turn();
            }
            dl4j.turn();
            there.turn();
        }
        for (int i = 0; i < SPARSITIES.length; i++) {
            double millis = here.get(i).median();
            table.add(
                    kind + " " + UNITS,
                    String.valueOf(batch),
                    String.valueOf(SPARSITIES[i]),
                    Digits.of(millis),
                    Digits.of(dl4j.median()),
                    Digits.of(there.median()),
                    Digits.of(1000 * batch / millis),
                    Digits.fixed(dl4j.median() / millis, 0) + " times");
        }
    }

    private static Forecasts runtime(MultiLayerNetwork net, int batch) {
        SparseForecaster forecaster = SparseForecaster.of(ModelExport.of(net).model());
        float[] windows = new float[batch * STEPS * INPUTS];
        Random random = new Random(2);
        for (int i = 0; i < windows.length; i++) {
            windows[i] = random.nextFloat();
        }
        float[] forecasts = new float[batch];
        return count -> {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                forecaster.predict(windows, batch, forecasts);
            }
            return (System.nanoTime() - start) / 1e6 / count;
        };
    }

    private static Forecasts dl4j(MultiLayerNetwork net, int batch) {
        INDArray windows = Nd4j.rand(batch, INPUTS, STEPS);
        return count -> {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                net.output(windows);
            }
            return (System.nanoTime() - start) / 1e6 / count;
        };
    }

    private static MultiLayerNetwork network(String kind, double sparsity) {
        Layer layer = kind.equals("LSTM")
                ? new LSTM.Builder()
                        .nIn(INPUTS)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .build()
                : new SimpleRnn.Builder()
                        .nIn(INPUTS)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .build();
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new LastTimeStep(layer))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(UNITS)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        net.init();
        Random random = new Random(1);
        net.paramTable().forEach((key, array) -> {
            for (long i = 0; key.endsWith("W") && i < array.length(); i++) {
                if (random.nextDouble() < sparsity) {
                    array.putScalar(i, 0);
                }
            }
        });
        return net;
    }
}
