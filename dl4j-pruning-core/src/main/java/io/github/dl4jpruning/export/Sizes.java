package io.github.dl4jpruning.export;

import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.format.Architecture;
import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sizes of a model in all its files. */
final class Sizes {

    private Sizes() {}

    static SizeReport of(
            TrainedModel source, Architecture architecture, ValueFormat values, long exported, int removedUnits)
            throws IOException {
        double bits = 0;
        double largest = 0;
        for (Matrix matrix : architecture.matrices()) {
            double places = (double) matrix.rows() * matrix.columns();
            bits += 8.0 * values.bytes() * matrix.count() + places * entropy(matrix.count() / places);
            for (int i = 0; i < matrix.count(); i++) {
                float value = matrix.value(i);
                largest = Math.max(largest, Math.abs((double) values.round(value) - value));
            }
        }
        return new SizeReport(
                size(source::save),
                size(source::saveStripped),
                exported,
                (long) Math.ceil(bits / 8),
                largest,
                removedUnits);
    }

    /** Writes a file. */
    private interface Saving {
        void to(Path file) throws IOException;
    }

    private static long size(Saving saving) throws IOException {
        Path folder = Files.createTempDirectory("dl4j-pruning");
        Path file = folder.resolve("model.zip");
        try {
            saving.to(file);
            return Files.size(file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** Of a bit that is 1 with this probability. */
    private static double entropy(double p) {
        return p <= 0 || p >= 1 ? 0 : -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }
}
