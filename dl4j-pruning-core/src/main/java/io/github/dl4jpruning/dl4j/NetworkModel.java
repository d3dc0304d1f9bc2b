package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.DeviceMask;
import io.github.dl4jpruning.engine.NdArrayMagnitudes;
import io.github.dl4jpruning.engine.PlanCodec;
import io.github.dl4jpruning.engine.PrunableModel;
import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.engine.RunClock;
import io.github.dl4jpruning.engine.RunPosition;
import io.github.dl4jpruning.engine.WeightLayout;
import io.github.dl4jpruning.engine.WeightParameter;
import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Magnitudes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdaMaxUpdater;

/**
 * A {@link MultiLayerNetwork} or {@link ComputationGraph} as the method sees it.
 *
 * <p>All work is done on the flat vectors of parameters, gradients and updater state, in which every parameter is one slice;
 * the slice is found by its offset in memory, since the order of DL4J's parameter tables is another for some layers.
 */
public final class NetworkModel implements PrunableModel, RunClock.Counters {

    /**
     * Where a parameter lives, and which configuration carries its mask.
     *
     * @param flatOffset of its slice in the flat vector
     * @param carrier the layer of the network that keeps the mask, under {@code key}; null for a vertex, which cannot
     * @param offset of the slice in the parameter
     * @param size of the whole parameter
     * @param wrapped whether the layer is a wrapper, whose own constraints DL4J does not call
     */
    private record Slot(
            WeightParameter parameter,
            long flatOffset,
            Layer carrier,
            String key,
            long offset,
            long size,
            boolean wrapped) {}

    private final Model model;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final List<Layer> layers = new ArrayList<>(); // as the network lists them, wrappers unopened
    private DeviceMask mask;
    private Masks applied = new Masks(Map.of());

    // The network's own array of gradients and its view as a vector, which takes some microseconds to make.
    private INDArray gradientArray;
    private INDArray gradientVector;

    // The parts of the carriers that change only with the masks, kept from one iteration to the next.
    private Masks storedMasks;
    private String storedPlan;
    private Map<Layer, List<PruningMask.Entry>> storedEntries;

    private NetworkModel(Model model) {
        this.model = model;
        List<Slot> found = new ArrayList<>();
        if (model instanceof MultiLayerNetwork net) {
            for (int i = 0; i < net.getnLayers(); i++) {
                collect(
                        net.getLayerWiseConfigurations().getConf(i).getLayer(),
                        net.getLayer(i),
                        String.valueOf(i),
                        found);
            }
        } else {
            ComputationGraph graph = (ComputationGraph) model;
            for (GraphVertex vertex : graph.getVertices()) {
                String name = vertex.getVertexName();
                var conf = graph.getConfiguration().getVertices().get(name);
                if (conf instanceof LayerVertex layer) {
                    collect(layer.getLayerConf().getLayer(), vertex.getLayer(), name, found);
                } else if (vertex.numParams() > 0) {
                    collect(vertex, conf.getClass().getSimpleName(), found);
                }
            }
        }
        found.sort(Comparator.comparingLong(Slot::flatOffset));
        found.forEach(slot -> slots.put(slot.parameter.name(), slot));
    }

    /**
     * The model of a network.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}, initialised
     * @return its parameters, ready to be pruned
     * @throws IllegalArgumentException if it is no such network, has no parameters yet, or is trained by another algorithm
     *     than stochastic gradient descent
     */
    public static NetworkModel of(Model model) {
        if (!(model instanceof MultiLayerNetwork) && !(model instanceof ComputationGraph)) {
            throw new IllegalArgumentException("a " + model.getClass().getSimpleName()
                    + " cannot be pruned, only a whole MultiLayerNetwork or ComputationGraph; layer-wise pretraining calls"
                    + " listeners with single layers: add the PruningListener after pretrain(..)");
        }
        boolean initialised = model instanceof MultiLayerNetwork net
                ? net.isInitCalled()
                : ((ComputationGraph) model).getVertices() != null;
        if (!initialised) {
            throw new IllegalArgumentException("the network has no parameters yet: call init() before you prune it");
        }
        var algorithm = model.conf().getOptimizationAlgo();
        if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            throw new IllegalArgumentException("the network is trained by " + algorithm
                    + ", which keeps copies of the weights and would bring pruned ones back: use"
                    + " STOCHASTIC_GRADIENT_DESCENT with an updater such as Adam");
        }
        return new NetworkModel(model);
    }

    private void collect(Layer conf, org.deeplearning4j.nn.api.Layer layer, String prefix, List<Slot> found) {
        Map<String, INDArray> table = layer.paramTable(false);
        String name = conf.getLayerName() == null ? prefix : conf.getLayerName();
        boolean frozen = layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
        layers.add(conf);
        LayerWalk.walk(conf, frozen, visit -> {
            if (!visit.leaf() || table == null) {
                return;
            }
            for (Map.Entry<String, INDArray> entry : table.entrySet()) {
                if (!entry.getKey().startsWith(visit.prefix())) {
                    continue;
                }
                String key = entry.getKey().substring(visit.prefix().length());
                INDArray array = entry.getValue();
                long flat = array.offset() - model.params().offset();
                for (LayerParameters.Part part : LayerParameters.partsOf(visit, key, array)) {
                    WeightParameter parameter = new WeightParameter(
                            prefix + "_" + entry.getKey() + part.suffix(),
                            name,
                            visit.layer().getClass().getSimpleName(),
                            entry.getKey() + part.suffix(),
                            part.layout(),
                            part.status(),
                            part.reason());
                    found.add(new Slot(
                            parameter,
                            flat + part.offset(),
                            conf,
                            entry.getKey() + part.suffix(),
                            part.offset(),
                            array.length(),
                            visit.layer() != conf));
                }
            }
        });
    }

    /** A vertex has no constraints, so another layer of the graph carries its masks. */
    private void collect(GraphVertex vertex, String type, List<Slot> found) {
        for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
            INDArray array = entry.getValue();
            boolean matrix = array.rank() >= 2 && entry.getKey().startsWith("W");
            String name = vertex.getVertexName() + "_" + entry.getKey();
            WeightLayout layout = LayerParameters.plain(LayerParameters.shape(array), array.ordering());
            WeightParameter parameter = new WeightParameter(
                    name,
                    vertex.getVertexName(),
                    type,
                    entry.getKey(),
                    layout,
                    matrix ? Status.DEFAULT : Status.OPTIONAL,
                    matrix ? "" : "bias");
            long flat = array.offset() - model.params().offset();
            found.add(new Slot(parameter, flat, null, name, 0, array.length(), false));
        }
    }

    @Override
    public List<WeightParameter> parameters() {
        return slots.values().stream().map(Slot::parameter).toList();
    }

    @Override
    public Magnitudes magnitudes(WeightParameter parameter) {
        long offset = slots.get(parameter.name()).flatOffset;
        return NdArrayMagnitudes.of(weights().get(NDArrayIndex.interval(offset, offset + parameter.length())));
    }

    private INDArray weights() {
        return flat(model.params());
    }

    private static INDArray flat(INDArray array) {
        return array.rank() == 1 ? array : array.reshape(array.length());
    }

    @Override
    public void apply(Masks masks) {
        INDArray weights = weights();
        if (mask == null) {
            mask = new DeviceMask(weights.dataType(), weights.length());
        }
        masks.asMap().forEach((name, own) -> {
            if (!own.equals(applied.asMap().get(name))) {
                mask.write(own, slots.get(name).flatOffset);
            }
        });
        applied = masks;
        mask.zero(weights);
        zeroUpdaterState();
        INDArray gradient = gradient();
        if (gradient != null) {
            mask.zero(gradient);
        }
    }

    @Override
    public void maskGradients() {
        mask.multiply(gradient());
    }

    private INDArray gradient() {
        INDArray array = model instanceof MultiLayerNetwork net
                ? net.getGradientsViewArray()
                : ((ComputationGraph) model).getGradientsViewArray();
        if (array != gradientArray) {
            gradientArray = array;
            gradientVector = array == null ? null : flat(array);
        }
        return gradientVector;
    }

    @Override
    public long enforce() {
        INDArray weights = weights();
        if (mask.isZero(weights)) {
            return 0;
        }
        long[] revived = new long[1];
        applied.asMap()
                .forEach((name, own) -> magnitudes(slots.get(name).parameter).forEach((position, key) -> {
                    if (key != 0 && own.isPruned(position)) {
                        revived[0]++;
                    }
                }));
        long found = revived[0];
        if (found > 0) {
            mask.zero(weights);
            zeroUpdaterState();
        }
        return found;
    }

    @Override
    public void clearResidue() {
        zeroUpdaterState(block -> block.getGradientUpdater() instanceof AdaMaxUpdater); // adds 1e-32 to every state
    }

    private void zeroUpdaterState() {
        zeroUpdaterState(block -> true);
    }

    /** A block holds the state of a run of parameters as several segments, each aligned with the parameters. */
    private void zeroUpdaterState(Predicate<UpdaterBlock> which) {
        BaseMultiLayerUpdater<?> updater = model instanceof MultiLayerNetwork net
                ? (BaseMultiLayerUpdater<?>) net.getUpdater()
                : ((ComputationGraph) model).getUpdater();
        List<UpdaterBlock> blocks =
                updater.getUpdaterBlocks().stream().filter(which).toList();
        if (blocks.isEmpty() || updater.getStateViewArray() == null) {
            return; // plain SGD has no state
        }
        INDArray state = flat(updater.getStateViewArray());
        for (UpdaterBlock block : blocks) {
            long begin = block.getParamOffsetStart();
            long end = block.getParamOffsetEnd();
            long n = end - begin;
            for (long at = block.getUpdaterViewOffsetStart(); at < block.getUpdaterViewOffsetEnd(); at += n) {
                mask.zero(state.get(NDArrayIndex.interval(at, at + n)), begin, end);
            }
        }
    }

    @Override
    public int iteration() {
        return model instanceof MultiLayerNetwork net
                ? net.getLayerWiseConfigurations().getIterationCount()
                : ((ComputationGraph) model).getConfiguration().getIterationCount();
    }

    @Override
    public int epoch() {
        return model instanceof MultiLayerNetwork net
                ? net.getLayerWiseConfigurations().getEpochCount()
                : ((ComputationGraph) model).getConfiguration().getEpochCount();
    }

    @Override
    public void setIteration(int iteration) {
        if (model instanceof MultiLayerNetwork net) {
            net.setIterationCount(iteration);
        } else {
            ((ComputationGraph) model).getConfiguration().setIterationCount(iteration);
        }
    }

    @Override
    public void setEpoch(int epoch) {
        if (model instanceof MultiLayerNetwork net) {
            net.setEpochCount(epoch);
        } else {
            ((ComputationGraph) model).getConfiguration().setEpochCount(epoch);
        }
    }

    /**
     * Writes plan, position and masks into the network's own configuration, so that they are in every file made of it.
     *
     * <p>Each layer that the network lists keeps the masks of its parameters. The masks of vertices, which cannot, and a copy
     * of those of wrappers, whose constraints DL4J does not call, go with a plain layer, which then enforces them too. Layers
     * inside wrappers get nothing: clones of a configuration share them.
     *
     * @param pruner of this network
     * @param position of the run and of the model
     * @param guarded whether the listener itself has made sure of the zeros in this iteration
     */
    void store(Pruner pruner, RunPosition position, boolean guarded) {
        if (pruner.masks() != storedMasks) {
            storedMasks = pruner.masks();
            storedPlan = PlanCodec.encode(pruner.plan());
            storedEntries = new IdentityHashMap<>();
            Optional<Layer> plain = plainLayer();
            storedMasks.asMap().forEach((name, own) -> {
                Slot slot = slots.get(name);
                if (slot.carrier != null) {
                    keep(slot.carrier, new PruningMask.Entry(slot.key, true, slot.offset, slot.size, own));
                } else if (plain.isEmpty()) {
                    throw new IllegalArgumentException(
                            "vertex " + slot.parameter.layer() + " cannot carry its own mask, and"
                                    + " the graph has no plain layer with weights to carry it: exclude the vertex from the plan");
                }
                if (slot.carrier == null || slot.wrapped) {
                    plain.ifPresent(layer -> keep(
                            layer,
                            new PruningMask.Entry(
                                    name, false, slot.flatOffset, weights().length(), own)));
                }
            });
        }
        Map<String, String> notes = pruner.notes().isEmpty() ? null : pruner.notes(); // the first carrier has them
        for (Layer layer : layers) {
            List<PruningMask.Entry> entries = storedEntries.get(layer);
            if (entries != null) {
                List<LayerConstraint> constraints = withoutMask(layer);
                constraints.add(new PruningMask(storedPlan, position, entries, notes, guarded));
                layer.setConstraints(constraints); // a new list: clones of the configuration share the old one
                notes = null;
            }
        }
    }

    private void keep(Layer layer, PruningMask.Entry entry) {
        storedEntries.computeIfAbsent(layer, any -> new ArrayList<>()).add(entry);
    }

    /** The last layer that has weights, is no wrapper and is not frozen. */
    private Optional<Layer> plainLayer() {
        return slots.values().stream()
                .filter(slot -> slot.carrier != null && !slot.wrapped && slot.parameter.status() == Status.DEFAULT)
                .reduce((first, last) -> last)
                .map(Slot::carrier);
    }

    private static List<LayerConstraint> withoutMask(Layer layer) {
        List<LayerConstraint> constraints =
                new ArrayList<>(layer.getConstraints() == null ? List.of() : layer.getConstraints());
        constraints.removeIf(PruningMask.class::isInstance);
        return constraints;
    }

    /**
     * Reads what {@link #store} wrote.
     *
     * @param masksOnly whether plan and position do not matter and may contradict each other
     * @return nothing if the network has never been pruned
     * @throws IllegalArgumentException if masks are damaged, contradict each other, or do not fit the network
     */
    Optional<PruningStart.Stored> load(boolean masksOnly) {
        Map<String, WeightMask> masks = new HashMap<>();
        PruningMask first = null;
        Map<String, String> notes = new HashMap<>();
        for (Layer layer : layers) {
            String layerName = layer.getLayerName();
            for (PruningMask carried : masksOf(layer)) {
                carried.requireReadable(layerName);
                if (first != null
                        && !masksOnly
                        && !(first.plan().equals(carried.plan())
                                && first.position().equals(carried.position()))) {
                    throw new IllegalArgumentException(
                            "layer " + layerName
                                    + " was pruned by another plan or at another step than the layers before it: the network was put"
                                    + " together from several pruned ones; begin a new plan with PruningListener.restart(plan)");
                }
                first = carried;
                notes.putAll(carried.notes());
                for (PruningMask.Entry entry : carried.masks()) {
                    Slot slot = slot(layer, entry);
                    if (slot.carrier == null || entry.own) { // the others are copies
                        masks.put(slot.parameter.name(), entry.mask(layerName));
                    }
                }
            }
        }
        return first == null
                ? Optional.empty()
                : Optional.of(new PruningStart.Stored(first.plan(), first.position(), inOrder(masks), notes));
    }

    private Slot slot(Layer layer, PruningMask.Entry entry) {
        for (Slot slot : slots.values()) {
            if (entry.own
                    ? slot.carrier == layer && slot.key.equals(entry.key)
                    : slot.parameter.name().equals(entry.key)) {
                return slot;
            }
        }
        throw new IllegalArgumentException("layer " + layer.getLayerName() + " carries a mask for parameter "
                + entry.key + ", which the network does not have: the mask belongs to another network");
    }

    private Masks inOrder(Map<String, WeightMask> masks) {
        Map<String, WeightMask> ordered = new LinkedHashMap<>();
        for (String name : slots.keySet()) {
            if (masks.containsKey(name)) {
                ordered.put(name, masks.get(name));
            }
        }
        return new Masks(ordered);
    }

    /** Masks in the configuration of one layer: none or one. */
    private static List<PruningMask> masksOf(Layer layer) {
        List<LayerConstraint> constraints = layer.getConstraints() == null ? List.of() : layer.getConstraints();
        return constraints.stream()
                .filter(PruningMask.class::isInstance)
                .map(PruningMask.class::cast)
                .toList();
    }

    /**
     * Removes all masks from the network's configuration; the weights stay as they are.
     *
     * @return how many layers carried masks
     */
    int removeMasks() {
        int removed = 0;
        for (Layer layer : layers) {
            if (!masksOf(layer).isEmpty()) {
                List<LayerConstraint> rest = withoutMask(layer);
                layer.setConstraints(rest.isEmpty() ? null : rest);
                removed++;
            }
        }
        storedMasks = null;
        return removed;
    }
}
