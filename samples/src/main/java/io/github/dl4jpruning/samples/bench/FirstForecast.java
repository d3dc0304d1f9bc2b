package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.SparseForecaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What {@link StartUp} starts: loads an exported model and forecasts once. Needs nothing but the runtime on its class
 * path.
 */
final class FirstForecast {
    static final int INPUTS = 1;

    private static final int STEPS = 30;

    private FirstForecast() {}

    /** Forecasts by the runtime. */
    public static void main(String[] arguments) throws IOException {
        float[] forecast = SparseForecaster.load(Path.of(arguments[0])).predict(new float[STEPS * INPUTS]);
        System.out.println(forecast[0]);
        tellMemory();
    }

    /** The largest memory so far as Linux tells it; nothing on other systems. */
    private static void tellMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(StartUp.MEMORY))
                    .forEach(System.out::println);
        }
    }

    /** The start of a virtual machine alone. */
    static final class Nothing {
        private Nothing() {}

        /** Does nothing. */
        public static void main(String[] arguments) throws IOException {
            System.out.println(arguments[0]);
            tellMemory();
        }
    }

    /** The same forecast by DL4J. */
    static final class ByDl4j {
        private ByDl4j() {}

        /** Loads and forecasts. */
        public static void main(String[] arguments) throws IOException {
            MultiLayerNetwork network =
                    MultiLayerNetwork.load(Path.of(arguments[0]).toFile(), false);
            System.out.println(network.output(Nd4j.zeros(1, INPUTS, STEPS)).getDouble(0));
            tellMemory();
        }
    }
}
