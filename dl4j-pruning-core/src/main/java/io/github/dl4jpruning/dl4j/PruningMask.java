package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.DeviceMask;
import io.github.dl4jpruning.engine.RunPosition;
import io.github.dl4jpruning.mask.WeightMask;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masks of one layer as a constraint of that layer: what makes a pruned network remember, in its own configuration, what
 * was pruned, by which plan, and how far the plan has come.
 *
 * <p>{@link PruningListener} puts one into every pruned layer and replaces it in every iteration; there is nothing to call.
 * Wherever the configuration goes, the masks go: {@code ModelSerializer}, {@code CheckpointListener}, early-stopping savers,
 * clones. If the network is trained without its listener, the constraint sets pruned weights to zero after every update, so
 * the network stays as sparse as it was.
 *
 * <p>In JSON every mask is base64 text of one bit a weight ({@link WeightMask#encode}).
 */
@JsonAutoDetect(
        fieldVisibility = Visibility.NONE,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE,
        setterVisibility = Visibility.NONE,
        creatorVisibility = Visibility.NONE)
public final class PruningMask implements LayerConstraint {

    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(PruningMask.class);
    private static final int FORMAT = 1;

    /** Of this object's JSON. */
    @JsonProperty
    private final int format;

    /** As JSON text, see PlanCodec. */
    @JsonProperty
    private final String plan;

    /** Of the run and of the model. */
    @JsonProperty
    private final RunPosition position;

    /** Of the layer's parameters, or parts of them. */
    @JsonProperty
    private final List<Entry> masks;

    /** Set by the listener in each iteration it has taken care of, and used up by the call that follows. */
    private transient volatile boolean guarded;

    private transient boolean warned;

    /** One mask, as text until somebody needs the bits, or as bits until somebody needs the text. */
    static final class Entry implements Serializable {
        private static final long serialVersionUID = 1;

        /** Key in the layer's own parameter table, or the full name of a parameter that only travels with this layer. */
        final String key;

        /** Whether the parameter belongs to the layer that carries the mask. */
        final boolean own;

        /** RunPosition of the first weight of the mask in the parameter. */
        final long offset;

        /** Null until it is needed. */
        private String text;

        /** Null until it is needed. */
        private WeightMask mask;

        private transient DeviceMask device;

        Entry(String key, boolean own, long offset, WeightMask mask) {
            this.key = key;
            this.own = own;
            this.offset = offset;
            this.mask = mask;
        }

        @JsonCreator
        Entry(
                @JsonProperty("key") String key,
                @JsonProperty("own") boolean own,
                @JsonProperty("offset") long offset,
                @JsonProperty("mask") String text) {
            this.key = key;
            this.own = own;
            this.offset = offset;
            this.text = text;
        }

        @JsonProperty("key")
        String key() {
            return key;
        }

        @JsonProperty("own")
        boolean own() {
            return own;
        }

        @JsonProperty("offset")
        long offset() {
            return offset;
        }

        @JsonProperty("mask")
        synchronized String text() {
            if (text == null) {
                text = mask.encode();
            }
            return text;
        }

        synchronized WeightMask mask() {
            if (mask == null) {
                mask = WeightMask.decode(key, text);
            }
            return mask;
        }

        /** The key without the name of a part in brackets. */
        String parameter() {
            return parameter(key);
        }

        static String parameter(String key) {
            int bracket = key.indexOf('[');
            return bracket < 0 ? key : key.substring(0, bracket);
        }
    }

    PruningMask(String plan, RunPosition position, List<Entry> masks, boolean guarded) {
        this(FORMAT, plan, position, masks);
        this.guarded = guarded;
    }

    @JsonCreator
    PruningMask(
            @JsonProperty("format") int format,
            @JsonProperty("plan") String plan,
            @JsonProperty("position") RunPosition position,
            @JsonProperty("masks") List<Entry> masks) {
        this.format = format;
        this.plan = plan;
        this.position = position;
        this.masks = masks == null ? List.of() : List.copyOf(masks);
    }

    /** Checks what the lenient reading of JSON let through. */
    void requireReadable(String layer) {
        if (format != FORMAT) {
            throw new IllegalArgumentException("the pruning masks of layer " + layer + " have format " + format
                    + ", this version of dl4j-pruning reads format " + FORMAT + ": use a newer version of the library");
        }
        if (plan == null || position == null) {
            throw new IllegalArgumentException("the pruning masks of layer " + layer
                    + " are damaged: plan or position is missing; take an undamaged copy of the model file");
        }
    }

    String plan() {
        return plan;
    }

    RunPosition position() {
        return position;
    }

    List<Entry> masks() {
        return masks;
    }

    /**
     * Called by DL4J after every update of the weights. Does nothing if the listener has just done its work; otherwise sets
     * the pruned weights of the layer to zero.
     *
     * @param layer whose weights may have changed
     * @param iteration of the model
     * @param epoch of the model
     * @throws IllegalArgumentException if a mask is damaged or does not fit the layer
     */
    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        if (guarded) {
            guarded = false;
            return;
        }
        String name = layer.conf().getLayer().getLayerName();
        requireReadable(name);
        if (!warned) {
            warned = true;
            log.warn(
                    "layer {} is pruned but trains without its PruningListener: pruned weights are kept at zero, but nothing"
                            + " more is pruned and gradients and optimizer state are not cleared; add PruningListener.resume()",
                    name);
        }
        for (Entry entry : masks) {
            if (entry.own && entry.mask().prunedCount() > 0) {
                INDArray weights = layer.paramTable().get(entry.parameter());
                if (weights == null
                        || entry.offset < 0
                        || entry.offset + entry.mask().length() > weights.length()) {
                    throw new IllegalArgumentException("the mask of parameter " + entry.key + " is for "
                            + entry.mask().length() + " weights, but layer " + name + " has "
                            + (weights == null ? "no such parameter" : weights.length() + " there")
                            + ": the mask belongs to another network");
                }
                INDArray slice = weights.reshape(weights.ordering(), new long[] {weights.length()})
                        .get(NDArrayIndex.interval(
                                entry.offset, entry.offset + entry.mask().length()));
                if (entry.device == null) {
                    entry.device = new DeviceMask(slice.dataType(), slice.length());
                    entry.device.write(entry.mask(), 0);
                }
                if (!entry.device.isZero(slice)) {
                    entry.device.zero(slice);
                }
            }
        }
    }

    /**
     * Has no effect: the masks say which parameters they are for.
     *
     * @param params ignored
     */
    @Override
    public void setParams(Set<String> params) {
        // DL4J calls this for constraints given to a layer's builder; masks know their parameters.
    }

    /**
     * The parameters of the layer that have a mask.
     *
     * @return their keys
     */
    @Override
    public Set<String> getParams() {
        Set<String> keys = new LinkedHashSet<>();
        masks.stream().filter(entry -> entry.own).forEach(entry -> keys.add(entry.parameter()));
        return keys;
    }

    /**
     * Returns this object: it never changes.
     *
     * @return this
     */
    @Override
    public PruningMask clone() {
        return this;
    }

    @Override
    public String toString() {
        return "PruningMask" + masks.stream().map(Entry::key).toList() + " at " + position;
    }
}
