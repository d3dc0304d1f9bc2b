package io.github.dl4jpruning.samples.forecast;

import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.Activation;

/** The recurrent layer of a forecaster. */
public enum Cell {
    /** A plain recurrent layer with tanh. */
    RNN {
        @Override
        BaseRecurrentLayer layer(int inputs, int units) {
            return new SimpleRnn.Builder()
                    .nIn(inputs)
                    .nOut(units)
                    .activation(Activation.TANH)
                    .build();
        }
    },
    /** Long short-term memory. */
    LSTM {
        @Override
        BaseRecurrentLayer layer(int inputs, int units) {
            return new LSTM.Builder()
                    .nIn(inputs)
                    .nOut(units)
                    .activation(Activation.TANH)
                    .build();
        }
    };

    abstract BaseRecurrentLayer layer(int inputs, int units);

    /** The cell that a layer is of, if it is one of these. */
    static Optional<Cell> of(BaseRecurrentLayer layer) {
        if (layer instanceof org.deeplearning4j.nn.conf.layers.LSTM) {
            return Optional.of(LSTM);
        }
        return layer instanceof SimpleRnn ? Optional.of(RNN) : Optional.empty();
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
