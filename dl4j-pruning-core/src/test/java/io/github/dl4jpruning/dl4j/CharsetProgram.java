package io.github.dl4jpruning.dl4j;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A program for a JVM of another default charset: saves a network whose layer has an umlaut, by us and by DL4J, and
 * reads both.
 */
final class CharsetProgram {

    static final String NAME = "Gr\u00f6\u00dfe";

    private CharsetProgram() {}

    /**
     * Prints the names that come back.
     *
     * @param arguments a folder
     */
    public static void main(String[] arguments) throws Exception {
        System.out.println("charset " + Charset.defaultCharset());
        Path ours = Path.of(arguments[0], "ours.zip");
        Path theirs = Path.of(arguments[0], "theirs.zip");
        Path plain = Path.of(arguments[0], "plain.zip");
        MultiLayerNetwork net = SmallNetworks.network(
                SmallNetworks.settings(),
                SmallNetworks.dense(SmallNetworks.FEATURES, SmallNetworks.UNITS)
                        .name(NAME)
                        .build(),
                SmallNetworks.output(SmallNetworks.UNITS).build());
        PruningListener.of(SmallNetworks.plan()).attachTo(net);
        net.fit(SmallNetworks.rows(1));
        ModelFiles.save(net, ours);
        ModelSerializer.writeModel(net, theirs.toFile(), true);
        ModelFiles.strip(theirs, plain);
        for (Path file : new Path[] {ours, theirs, plain}) {
            MultiLayerNetwork read = ModelFiles.loadMultiLayerNetwork(file);
            System.out.println("ours " + file.getFileName() + " " + isRight(read));
            System.out.println("theirs " + file.getFileName() + " "
                    + isRight(ModelSerializer.restoreMultiLayerNetwork(file.toFile())));
        }
    }

    private static boolean isRight(MultiLayerNetwork net) {
        return net.getLayer(0).conf().getLayer().getLayerName().equals(NAME);
    }
}
