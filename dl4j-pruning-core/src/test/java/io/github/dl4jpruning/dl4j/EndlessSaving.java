package io.github.dl4jpruning.dl4j;

import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A program for a JVM of its own: saves versions 1, 2, 3, ... of a network to one file until it is killed. */
final class EndlessSaving {

    private EndlessSaving() {}

    /**
     * Prints a line after every version.
     *
     * @param arguments the file, and the number of the first version
     */
    public static void main(String[] arguments) throws Exception {
        MultiLayerNetwork net = network();
        for (int version = Integer.parseInt(arguments[1]); ; version++) {
            net.setIterationCount(version);
            net.params().assign(version);
            net.getUpdater().getStateViewArray().assign(version);
            ModelFiles.save(net, Path.of(arguments[0]));
            System.out.println("saved " + version);
        }
    }

    private static MultiLayerNetwork network() {
        return SmallNetworks.network(
                SmallNetworks.settings(),
                SmallNetworks.dense(400, 500).build(),
                SmallNetworks.output(500).build());
    }
}
