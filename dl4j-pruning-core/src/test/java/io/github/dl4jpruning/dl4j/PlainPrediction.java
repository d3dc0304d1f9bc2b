package io.github.dl4jpruning.dl4j;

import java.io.File;
import java.util.HexFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program for a JVM of its own: loads models as somebody does who has Deeplearning4j and not this library. Uses no
 * other class of this project.
 */
final class PlainPrediction {

    private static final String PRUNING_MASK = "io.github.dl4jpruning.dl4j.PruningMask";

    private PlainPrediction() {}

    /**
     * Prints one line per model, "bits" and the outputs as raw floats, or "error" and the chain of causes.
     *
     * @param arguments three for each model: "network" or "graph", the model file, the file of its input
     */
    public static void main(String[] arguments) throws Exception {
        try {
            Class.forName(PRUNING_MASK);
            System.out.println("error the library is on the class path");
            return;
        } catch (ClassNotFoundException expected) {
            System.out.println("alone");
        }
        for (int i = 0; i < arguments.length; i += 3) {
            try {
                INDArray input = Nd4j.readBinary(new File(arguments[i + 2]));
                INDArray output = arguments[i].equals("network")
                        ? MultiLayerNetwork.load(new File(arguments[i + 1]), true)
                                .output(input)
                        : ComputationGraph.load(new File(arguments[i + 1]), true)
                                .outputSingle(input);
                System.out.println("bits " + hex(output));
            } catch (Exception e) {
                StringBuilder chain = new StringBuilder("error");
                for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                    chain.append(' ').append(String.valueOf(cause).replaceAll("\\s+", " "));
                }
                System.out.println(chain);
            }
        }
    }

    static String hex(INDArray output) {
        StringBuilder text = new StringBuilder();
        for (float value : output.dup('c').data().asFloat()) {
            text.append(HexFormat.of().toHexDigits(Float.floatToRawIntBits(value)));
        }
        return text.toString();
    }
}
