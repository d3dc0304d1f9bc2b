package io.github.dl4jpruning.report;

import java.util.Locale;

/**
 * What an export saves.
 *
 * @param zip bytes of the zip file that the framework saves, with updater state and masks
 * @param stripped bytes of the framework's zip file without these
 * @param file bytes of the exported file
 * @param bound bytes below which no file of the matrices' weights can be expected: per weight its bits, per place of a
 *     matrix the entropy of its sparsity. Weights are taken for random bits
 * @param largestError the largest change of a weight by writing it in 16 bits; 0 with 32
 * @param removedUnits units that lost all their inputs or outputs, and are not in the file
 */
public record SizeReport(long zip, long stripped, long file, long bound, double largestError, int removedUnits) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "saved zip %d bytes, stripped %d, exported %d (%.1f times smaller), entropy bound %d; largest error of a"
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
