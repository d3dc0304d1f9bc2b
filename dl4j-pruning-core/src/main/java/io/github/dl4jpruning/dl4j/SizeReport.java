package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * What an export saves.
 *
 * @param zip bytes of DL4J's zip file, with updater state and masks
 * @param stripped bytes of DL4J's zip file without these
 * @param file bytes of the exported file
 * @param bound bytes below which no file of the matrices' weights can be expected: per weight its bits, per place of a matrix the
 *     entropy of its sparsity. Weights are taken for random bits
 * @param largestError the largest change of a weight by writing it in 16 bits; 0 with 32
 * @param removedUnits units that lost all their inputs or outputs, and are not in the file
 */
public record SizeReport(long zip, long stripped, long file, long bound, double largestError, int removedUnits) {

    static SizeReport of(MultiLayerNetwork net, Network network, ValueFormat format, long file, int removedUnits)
            throws IOException {
        Path folder = Files.createTempDirectory("dl4j-pruning");
        Path full = folder.resolve("full.zip");
        Path plain = folder.resolve("plain.zip");
        long zip;
        long stripped;
        try {
            ModelSerializer.writeModel(net, full.toFile(), true);
            zip = Files.size(full);
            ModelSerializer.writeModel(net, plain.toFile(), false);
            ModelFiles.strip(plain, plain);
            stripped = Files.size(plain);
        } finally {
            Files.deleteIfExists(full);
            Files.deleteIfExists(plain);
            Files.delete(folder);
        }
        double bits = 0;
        double largest = 0;
        for (Matrix matrix : network.matrices()) {
            double places = (double) matrix.rows() * matrix.columns();
            bits += 8.0 * format.bytes() * matrix.count() + places * entropy(matrix.count() / places);
            for (int i = 0; i < matrix.count(); i++) {
                float value = matrix.value(i);
                largest = Math.max(largest, Math.abs((double) format.round(value) - value));
            }
        }
        return new SizeReport(zip, stripped, file, (long) Math.ceil(bits / 8), largest, removedUnits);
    }

    /** Of a bit that is 1 with this probability. */
    private static double entropy(double p) {
        return p <= 0 || p >= 1 ? 0 : -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "DL4J zip %d bytes, stripped %d, exported %d (%.1f times smaller), entropy bound %d; largest error of a"
                        + " weight %.2g; %d units removed",
                zip,
                stripped,
                file,
                zip / (double) file,
                bound,
                largestError,
                removedUnits);
    }
}
