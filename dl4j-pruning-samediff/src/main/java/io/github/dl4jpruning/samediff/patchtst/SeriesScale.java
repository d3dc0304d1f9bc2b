package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The series less their mean, with their standard deviation over the look-back, and the way there and back. Made from
 * the input alone, so nothing is differentiated through them.
 *
 * @param mean [series, 1]
 * @param deviation [series, 1]
 * @param centred [series, time]
 */
record SeriesScale(SDVariable mean, SDVariable deviation, SDVariable centred) {

    private static final double EPSILON = 1e-5;

    /** The scale of the rows of a matrix [series, time]. The mean is taken twice: far from 0 the first is coarse. */
    static SeriesScale of(Net net, SDVariable series, int times) {
        SDVariable coarse = net.rowMeans(series, times);
        SDVariable shifted = series.sub(coarse);
        SDVariable rest = net.rowMeans(shifted, times);
        SDVariable centred = shifted.sub(rest);
        SDVariable variance = net.rowMeans(centred.mul(centred), times);
        return new SeriesScale(coarse.add(rest), net.sd().math.sqrt(variance.add(EPSILON)), centred);
    }

    SDVariable normalized() {
        return centred.div(deviation);
    }

    SDVariable restore(SDVariable forecast) {
        return forecast.mul(deviation).add(mean);
    }
}
