package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Learned positions: a vector for each patch of a series, under the name {@code position}. */
final class Positions {

    private Positions() {}

    /** Adds the positions to the rows [series x patches, features]. */
    static SDVariable add(Net net, SDVariable rows, int patches, int features, double bound, SDVariable seriesColumn) {
        SameDiff sd = net.sd();
        SDVariable position = net.uniform("position", bound, patches, features);
        SDVariable flat = sd.reshape(position, 1, (long) patches * features);
        SDVariable repeated = Rows.of(net, seriesColumn, 1).repeat(flat);
        return rows.add(sd.reshape(repeated, -1, features));
    }
}
