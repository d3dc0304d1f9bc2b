package io.github.dl4jpruning.runtime.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Transformer over patches of a window: a PatchTST, or the patch transformer whose patches hold all columns.
 *
 * <p>Each patch goes through the embedding, its position is added, the encoder layers follow, and the head makes the
 * forecast from all patches: of a horizon of steps, step by step for joint patches, of one column for those of one
 * column.
 *
 * @param inputs columns of a window
 * @param horizon steps of a forecast
 * @param patching how a window is cut
 * @param instanceNorm of each column over the window; none: as they are
 * @param embedding from a patch to its features
 * @param positions all features of the first patch, then of the next
 * @param heads of the attention, a divisor of the features
 * @param residualScores whether the attention scores of a layer are added to those of the next
 * @param encoder layers in order, 1 to {@link Network#LAYERS}
 * @param head from the encoded patches to the forecast
 * @param inputScaler applied to every step before anything else
 * @param outputScaler undone at the end, one number per column of the forecast
 */
public record PatchNetwork(
        int inputs,
        int horizon,
        Patching patching,
        Optional<InstanceNorm> instanceNorm,
        Layer.Dense embedding,
        Vector positions,
        int heads,
        boolean residualScores,
        List<EncoderLayer> encoder,
        PatchHead head,
        Optional<Scaler> inputScaler,
        Optional<Scaler> outputScaler)
        implements Architecture {

    /** So many patches at least go through the layers at once, of several columns or windows if one has fewer. */
    public static final int LANES = 256;

    /** So many numbers at most a thread keeps while it forecasts. */
    public static final int ROOM = 1 << 26;

    /**
     * Checks every size against the others.
     *
     * @param inputs as above
     * @param horizon as above
     * @param patching as above
     * @param instanceNorm as above
     * @param embedding as above
     * @param positions as above
     * @param heads as above
     * @param residualScores as above
     * @param encoder as above
     * @param head as above
     * @param inputScaler as above
     * @param outputScaler as above
     * @throws IllegalArgumentException if they do not fit, or a forecast would take more than {@link #ROOM}; the
     *     message tells which
     */
    public PatchNetwork {
        encoder = List.copyOf(encoder);
        int features = embedding.outputs();
        long count = patching.count();
        if (inputs < 1 || inputs > Matrix.LIMIT || horizon < 1) {
            throw new IllegalArgumentException(inputs + " inputs and a horizon of " + horizon + " cannot be: from 1 to "
                    + Matrix.LIMIT + " inputs and from 1 step are possible");
        }
        if (encoder.isEmpty() || encoder.size() > Network.LAYERS) {
            throw new IllegalArgumentException("an encoder of " + encoder.size() + " layers cannot be: from 1 to "
                    + Network.LAYERS + " are possible");
        }
        require("input of the embedding", embedding.inputs(), (long) patching.length() * patching.width(inputs));
        require("positions", positions.length(), count * features);
        for (EncoderLayer layer : encoder) {
            require("encoder layer", layer.features(), features);
        }
        if (heads < 1 || features % heads != 0) {
            throw new IllegalArgumentException(
                    features + " features cannot be shared by " + heads + " heads: take a divisor");
        }
        boolean mean = head.pooling() == PatchHead.Pooling.MEAN;
        require("input of the head", head.inputs(), mean ? features : count * features);
        if (patching.joint()) {
            require("layers of the head", head.layers().size(), 1);
            if (head.outputs() % horizon != 0 || head.outputs() / horizon > Matrix.LIMIT || instanceNorm.isPresent()) {
                throw new IllegalArgumentException("joint patches need a head whose " + head.outputs()
                        + " outputs are a multiple of the horizon " + horizon + ", and no instance normalisation");
            }
        } else {
            require("head", head.outputs(), horizon);
            if (head.layers().size() != 1) {
                require("layers of the head", head.layers().size(), inputs);
            }
        }
        if (instanceNorm.isPresent()) {
            require("instance normalisation", instanceNorm.get().gain().length(), inputs);
        }
        if ((long) horizon * (patching.joint() ? head.outputs() / horizon : inputs) > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a horizon of " + horizon + " steps of " + inputs + " columns is more than an array can hold");
        }
        long room = room(patching, features, heads, residualScores, embedding, encoder, head);
        if (room < 0 || room > ROOM) {
            throw new IllegalArgumentException(count + " patches of " + features
                    + " features are too many for the attention of " + heads
                    + " heads: a forecast would take more than "
                    + ROOM + " numbers; take longer strides");
        }
        Architecture.require("inputs", inputScaler, inputs);
        Architecture.require("outputs", outputScaler, patching.joint() ? head.outputs() / horizon : inputs);
    }

    private static void require(String name, int found, long needed) {
        if (found != needed) {
            throw new IllegalArgumentException(
                    "the " + name + " has " + found + " numbers, the network needs " + needed);
        }
    }

    /** Numbers that a thread keeps while it forecasts, but for the window; below 0 or above ROOM if too many. */
    private static long room(
            Patching patching,
            long features,
            long heads,
            boolean residualScores,
            Layer.Dense embedding,
            List<EncoderLayer> encoder,
            PatchHead head) {
        long count = patching.count();
        if (count * count > ROOM) { // so that what follows cannot overflow
            return -1;
        }
        long sequences = sequences(patching);
        long lanes = sequences * count;
        long hidden = encoder.stream()
                .mapToLong(layer -> layer.inner().outputs())
                .max()
                .orElse(0);
        long scores = residualScores ? sequences * heads + 1 : 2;
        return lanes * (embedding.inputs() + 6 * features + hidden)
                + scores * count * count
                + sequences * ((long) head.inputs() + head.outputs());
    }

    private static int sequences(Patching patching) {
        return Math.max(1, LANES / patching.count());
    }

    /**
     * Windows, or columns that are cut by themselves, whose patches go through the layers at once.
     *
     * @return at least 1
     */
    public int sequences() {
        return sequences(patching);
    }

    /**
     * Features of an encoded patch.
     *
     * @return outputs of the embedding
     */
    public int features() {
        return embedding.outputs();
    }

    /**
     * Columns of a forecast.
     *
     * @return numbers in each of its steps
     */
    @Override
    public int outputs() {
        return patching.joint() ? head.outputs() / horizon : inputs;
    }

    @Override
    public PatchNetwork withScalers(Optional<Scaler> input, Optional<Scaler> output) {
        return new PatchNetwork(
                inputs,
                horizon,
                patching,
                instanceNorm,
                embedding,
                positions,
                heads,
                residualScores,
                encoder,
                head,
                input,
                output);
    }

    @Override
    public List<Matrix> matrices() {
        return Stream.of(
                        Stream.of(embedding),
                        encoder.stream().flatMap(layer -> layer.layers().stream()),
                        head.layers().stream())
                .flatMap(layers -> layers)
                .map(Layer.Dense::weights)
                .toList();
    }
}
