package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.DeviceMask;
import io.github.dl4jpruning.engine.RunPosition;
import io.github.dl4jpruning.mask.WeightMask;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masks of one layer as a constraint of that layer: what makes a pruned network remember, in its own configuration,
 * what was pruned, by which plan, and how far the plan has come.
 *
 * <p>{@link PruningListener} puts one into every pruned layer and replaces it in every iteration; there is nothing to
 * call. Wherever the configuration goes, the masks go: {@code ModelSerializer}, {@code CheckpointListener},
 * early-stopping savers, clones. If the network is trained without its listener, the constraint sets pruned weights to
 * zero after every update, so the network stays as sparse as it was.
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

    /**
     * Of the pruner, by key; null if there are none, or another layer carries them, or the file is older than notes
     * are.
     */
    @JsonProperty
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private final Map<String, String> notes;

    /** Set by the listener in each iteration it has taken care of, and used up by the call that follows. */
    private transient volatile boolean guarded;

    private transient boolean warned;
    private transient boolean warnedOfMisfit;

    /** One mask, as text until somebody needs the bits, or as bits until somebody needs the text. */
    static final class Entry implements Serializable {
        private static final long serialVersionUID = 1;

        /**
         * Key in the layer's own parameter table, or the full name of a parameter that only travels with this layer.
         */
        final String key;

        /** Whether the parameter belongs to the layer that carries the mask. */
        final boolean own;

        /**
         * Position of the first weight of the mask, in the parameter if it is the layer's own, else in the whole
         * vector.
         */
        final long offset;

        /** Length of the whole parameter if it is the layer's own, else of the vector of all parameters. */
        final long size;

        /** Null until it is needed. */
        private String text;

        /** Null until it is needed. */
        private WeightMask mask;

        private transient DeviceMask device;

        Entry(String key, boolean own, long offset, long size, WeightMask mask) {
            this.key = key;
            this.own = own;
            this.offset = offset;
            this.size = size;
            this.mask = mask;
        }

        @JsonCreator
        Entry(
                @JsonProperty("key") String key,
                @JsonProperty("own") boolean own,
                @JsonProperty("offset") long offset,
                @JsonProperty("size") long size,
                @JsonProperty("mask") String text) {
            this.key = key;
            this.own = own;
            this.offset = offset;
            this.size = size;
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

        @JsonProperty("size")
        long size() {
            return size;
        }

        @JsonProperty("mask")
        synchronized String text() {
            if (text == null) {
                text = mask.encode();
            }
            return text;
        }

        synchronized WeightMask mask(String layer) {
            if (mask == null) {
                mask = WeightMask.decode(own ? key + " of layer " + layer : key, text);
            }
            return mask;
        }

        /** The key without the name of a part in brackets. */
        String parameter() {
            int bracket = key.indexOf('[');
            return bracket < 0 ? key : key.substring(0, bracket);
        }

        /** Whether the vector is the one that the mask was made for, by its length. */
        boolean fits(String layer, INDArray vector) {
            return vector != null
                    && vector.length() == size
                    && offset >= 0
                    && offset + mask(layer).length() <= size;
        }

        /** Sets what is pruned of a vector to zero, if it is not. */
        void enforce(String layer, INDArray vector) {
            WeightMask bits = mask(layer);
            if (bits.prunedCount() == 0) {
                return;
            }
            INDArray slice = vector.get(NDArrayIndex.interval(offset, offset + bits.length()));
            if (device == null) {
                device = new DeviceMask(slice.dataType(), slice.length());
                device.write(bits, 0);
            }
            if (!device.isZero(slice)) {
                device.zero(slice);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry that
                    && key.equals(that.key)
                    && own == that.own
                    && offset == that.offset
                    && size == that.size
                    && text().equals(that.text());
        }

        @Override
        public int hashCode() {
            return Objects.hash(key, own, offset, size, text());
        }
    }

    PruningMask(String plan, RunPosition position, List<Entry> masks, Map<String, String> notes, boolean guarded) {
        this(FORMAT, plan, position, masks, notes);
        this.guarded = guarded;
    }

    @JsonCreator
    PruningMask(
            @JsonProperty("format") int format,
            @JsonProperty("plan") String plan,
            @JsonProperty("position") RunPosition position,
            @JsonProperty("masks") List<Entry> masks,
            @JsonProperty("notes") Map<String, String> notes) {
        this.format = format;
        this.plan = plan;
        this.position = position;
        this.masks = masks == null ? List.of() : List.copyOf(masks);
        this.notes = notes;
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

    /** Empty where this layer does not carry them. */
    Map<String, String> notes() {
        return notes == null ? Map.of() : notes;
    }

    /** Tells that the listener itself has made sure of the zeros in this iteration. */
    void guard(boolean guard) {
        guarded = guard;
    }

    /**
     * Called by DL4J after every update of the weights. Does nothing if the listener has just done its work; otherwise
     * sets the pruned weights of the layer to zero, and those of vertices that travel with it, as DL4J calls no
     * constraints of vertices. A mask for another number of weights than there are, as transfer learning may leave one,
     * is not used, and a warning says so.
     *
     * @param layer whose weights may have changed
     * @param iteration of the model
     * @param epoch of the model
     * @throws IllegalArgumentException if a mask is damaged
     */
    @Override
    public void applyConstraint(Layer layer, int iteration, int epoch) {
        if (guarded) {
            guarded = false;
            return;
        }
        String given = layer.conf().getLayer().getLayerName();
        String name = given == null ? String.valueOf(layer.getIndex()) : given;
        requireReadable(name);
        if (!warned) {
            warned = true;
            log.warn(
                    "layer {} is pruned but trains without its PruningListener: pruned weights are kept at zero, but nothing"
                            + " more is pruned and gradients and optimizer state are not cleared; add PruningListener.resume(),"
                            + " or, if these are new weights under the configuration of a pruned network, remove its masks with"
                            + " ModelFiles.strip(model)",
                    name);
        }
        for (Entry entry : masks) {
            INDArray vector = entry.own ? own(layer, entry.parameter()) : whole(layer);
            if (entry.fits(name, vector)) {
                entry.enforce(name, vector);
            } else if (!warnedOfMisfit) {
                warnedOfMisfit = true;
                log.warn(
                        "layer {} carries a mask for {} that was made for {} weights, and there are {}: it is not used, and"
                                + " nothing is pruned there; attach a PruningListener with resume() or restart(plan), or remove the"
                                + " masks with ModelFiles.strip(model)",
                        name,
                        entry.key,
                        entry.size,
                        vector == null ? "none" : String.valueOf(vector.length()));
            }
        }
    }

    private static INDArray own(Layer layer, String parameter) {
        INDArray weights = layer.paramTable().get(parameter);
        return weights == null ? null : weights.reshape(weights.ordering(), new long[] {weights.length()});
    }

    /** The vector of all parameters of the network, of which the layer's own are a view. */
    private static INDArray whole(Layer layer) {
        DataBuffer view = layer.params().data();
        DataBuffer root = view.originalDataBuffer() == null ? view : view.originalDataBuffer();
        return Nd4j.create(root, new long[] {root.length()}, new long[] {1}, 0, 'c');
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
    public boolean equals(Object other) {
        return other instanceof PruningMask that
                && format == that.format
                && Objects.equals(plan, that.plan)
                && Objects.equals(position, that.position)
                && masks.equals(that.masks)
                && Objects.equals(notes, that.notes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(format, plan, position, masks, notes);
    }

    @Override
    public String toString() {
        return "PruningMask" + masks.stream().map(Entry::key).toList() + " at " + position;
    }
}
