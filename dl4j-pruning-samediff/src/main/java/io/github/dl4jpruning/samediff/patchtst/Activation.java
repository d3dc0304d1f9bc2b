package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** What lies between the two layers of a feed-forward block. */
public enum Activation {
    /** max(x, 0). */
    RELU {
        @Override
        SDVariable apply(SameDiff sd, SDVariable x) {
            return sd.nn.relu(x, 0);
        }
    },
    /**
     * x times the standard normal distribution function at x, by the error function. ND4J's op of the name is a sigmoid
     * approximation, wrong by up to 0.02, and the gradient of its "precise" one is not exact.
     */
    GELU {
        @Override
        SDVariable apply(SameDiff sd, SDVariable x) {
            SDVariable erf = sd.math.erf(x.mul(Math.sqrt(0.5)));
            return x.mul(erf.mul(0.5).add(0.5));
        }
    };

    abstract SDVariable apply(SameDiff sd, SDVariable x);
}
