package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.DeviceMask;
import io.github.dl4jpruning.engine.MaskCheck;
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
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdaMaxUpdater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link MultiLayerNetwork} or {@link ComputationGraph} as the method sees it.
 *
 * <p>All work is done on the flat vectors of parameters, gradients and updater state, in which every parameter is one
 * slice; the slice is found by its offset in memory, since the order of DL4J's parameter tables is another for some
 * layers.
 */
public final class NetworkModel implements PrunableModel, RunClock.Counters {

    /**
     * Where a parameter lives, and which configuration carries its mask.
     *
     * @param flatOffset of its slice in the flat vector
     * @param carrier the layer of the network that keeps the mask, under {@code key}; null for a vertex, which cannot
     * @param offset of the slice in the parameter
     * @param size of the whole parameter
     * @param prefix of the parameter's key by which a wrapper knows the layer that it belongs to, see {@link LayerWalk}
     * @param wrapped whether the layer is a wrapper, whose own constraints DL4J does not call
     */
    private record Slot(
            WeightParameter parameter,
            long flatOffset,
            Layer carrier,
            String key,
            long offset,
            long size,
            String prefix,
            boolean wrapped) {}

    /**
     * A layer as the network lists it, wrappers unopened.
     *
     * @param conf its configuration in the network
     * @param layer at work
     * @param prefix of the names of its parameters
     * @param frozen whether it is not trained
     */
    private record Listed(Layer conf, org.deeplearning4j.nn.api.Layer layer, String prefix, boolean frozen) {}

    private static final Logger log = LoggerFactory.getLogger(NetworkModel.class);

    private final Model model;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final List<Listed> layers = new ArrayList<>();
    private DeviceMask mask;
    private Masks applied = new Masks(Map.of());

    // The network's own array of gradients and its view as a vector, which takes some microseconds to make.
    private INDArray gradientArray;
    private INDArray gradientVector;

    // The parts of the carriers that change only with the masks, kept from one iteration to the next.
    private Masks storedMasks;
    private String storedPlan;
    private Map<Layer, List<PruningMask.Entry>> storedEntries;
    private final List<PruningMask> innerMasks = new ArrayList<>(); // of the layers that wrappers hold
    private final Map<String, WeightMask> waiting = new LinkedHashMap<>(); // of frozen vertices

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
                    collect(vertex, conf, found);
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
     * @throws IllegalArgumentException if it is no such network, has no parameters yet, or is trained by another
     *     algorithm than stochastic gradient descent
     */
    public static NetworkModel of(Model model) {
        requirePrunable(model);
        return new NetworkModel(model);
    }

    /**
     * The model of a network, which is given a configuration of its own first: masks can be put into it, and no other
     * network that was, or will be, built from the same configuration gets them.
     */
    static NetworkModel withOwnConfiguration(Model model) {
        requirePrunable(model);
        OwnConfiguration.give(model);
        return new NetworkModel(model);
    }

    private static void requirePrunable(Model model) {
        if (!(model instanceof MultiLayerNetwork) && !(model instanceof ComputationGraph)) {
            throw new IllegalArgumentException("a " + model.getClass().getSimpleName()
                    + " cannot be pruned, only a whole MultiLayerNetwork or ComputationGraph; layer-wise pretraining calls"
                    + " listeners with single layers: add the PruningListener after pretrain(..)");
        }
        if (!isInitialised(model)) {
            throw new IllegalArgumentException("the network has no parameters yet: call init() before you prune it");
        }
        var algorithm = model.conf().getOptimizationAlgo();
        if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            throw new IllegalArgumentException("the network is trained by " + algorithm
                    + ", which keeps copies of the weights and would bring pruned ones back: use"
                    + " STOCHASTIC_GRADIENT_DESCENT with an updater such as Adam");
        }
    }

    private static boolean isInitialised(Model model) {
        return model instanceof MultiLayerNetwork net
                ? net.isInitCalled()
                : model instanceof ComputationGraph graph && graph.getVertices() != null;
    }

    private void collect(Layer conf, org.deeplearning4j.nn.api.Layer layer, String prefix, List<Slot> found) {
        Map<String, INDArray> table = layer.paramTable(false);
        String name = conf.getLayerName() == null ? prefix : conf.getLayerName();
        boolean frozen =
                layer instanceof org.deeplearning4j.nn.layers.FrozenLayer || layer instanceof FrozenLayerWithBackprop;
        layers.add(new Listed(conf, layer, prefix, frozen));
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
                            visit.prefix(),
                            visit.layer() != conf));
                }
            }
        });
    }

    /** A vertex has no constraints, so other layers of the graph carry its masks. */
    private void collect(GraphVertex vertex, org.deeplearning4j.nn.conf.graph.GraphVertex conf, List<Slot> found) {
        boolean frozen = conf instanceof FrozenVertex;
        var own = conf instanceof FrozenVertex ice ? ice.getUnderlying() : conf;
        for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
            INDArray array = entry.getValue();
            boolean weight = own instanceof SameDiffVertex sameDiff
                    ? sameDiff.getVertexParams().isWeightParam(entry.getKey())
                    : entry.getKey().startsWith("W");
            boolean matrix = array.rank() >= 2 && weight;
            String name = vertex.getVertexName() + "_" + entry.getKey();
            WeightLayout layout = LayerParameters.plain(LayerParameters.shape(array), array.ordering());
            Status status = frozen ? Status.NEVER : matrix ? Status.DEFAULT : Status.OPTIONAL;
            WeightParameter parameter = new WeightParameter(
                    name,
                    vertex.getVertexName(),
                    own.getClass().getSimpleName(),
                    entry.getKey(),
                    layout,
                    status,
                    frozen ? "frozen vertex" : matrix ? "" : weight ? "vector" : "bias");
            long flat = array.offset() - model.params().offset();
            found.add(new Slot(parameter, flat, null, name, 0, array.length(), "", false));
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
        mask.clear(gradient());
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

    @Override
    public boolean optimizerBeginsAnew() {
        INDArray state = NetworkWriter.updaterState(model);
        return state != null && state.length() > 0 && state.amaxNumber().doubleValue() == 0;
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
     * <p>Each layer that the network lists keeps the masks of its parameters. DL4J does not call the constraints of
     * wrappers, but those of what they hold, which get a copy of the masks whenever these change. The masks of
     * vertices, which cannot keep them, go with the first and the last plain layer: transfer learning seldom replaces
     * both.
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
            List<Layer> plain = plainLayers();
            storedMasks.asMap().forEach((name, own) -> {
                Slot slot = slots.get(name);
                if (slot.carrier != null) {
                    keep(slot.carrier, new PruningMask.Entry(slot.key, true, slot.offset, slot.size, own));
                } else if (plain.isEmpty()) {
                    throw new IllegalArgumentException(
                            "vertex " + slot.parameter.layer() + " cannot carry its own mask, and"
                                    + " the graph has no plain layer with weights to carry it: exclude the vertex from the plan");
                } else {
                    plain.forEach(layer -> keep(layer, travelling(slot, own)));
                }
            });
            waiting.forEach((name, own) -> plain.forEach(layer -> keep(layer, travelling(slots.get(name), own))));
            storeInWrappers(position);
        }
        Map<String, String> notes = pruner.notes().isEmpty() ? null : pruner.notes(); // the first carrier has them
        for (Listed listed : layers) {
            Layer layer = listed.conf;
            List<PruningMask.Entry> entries = storedEntries.get(layer);
            if (entries != null) {
                List<LayerConstraint> constraints = withoutMask(layer);
                constraints.add(new PruningMask(storedPlan, position, entries, notes, guarded));
                layer.setConstraints(constraints); // a new list: clones of the configuration share the old one
                notes = null;
            }
        }
        innerMasks.forEach(inner -> inner.guard(guarded));
    }

    private PruningMask.Entry travelling(Slot slot, WeightMask own) {
        return new PruningMask.Entry(
                slot.parameter.name(), false, slot.flatOffset, weights().length(), own);
    }

    private void keep(Layer layer, PruningMask.Entry entry) {
        storedEntries.computeIfAbsent(layer, any -> new ArrayList<>()).add(entry);
    }

    private void storeInWrappers(RunPosition position) {
        innerMasks.clear();
        for (Listed listed : layers) {
            List<Slot> held = slots.values().stream()
                    .filter(slot -> slot.carrier == listed.conf && slot.wrapped)
                    .filter(slot -> storedMasks.names().contains(slot.parameter.name()))
                    .toList();
            if (!held.isEmpty()) {
                InnerLayers.replace(listed.conf, listed.layer, (prefix, inner) -> {
                    List<PruningMask.Entry> entries = held.stream()
                            .filter(slot -> slot.prefix.equals(prefix))
                            .map(slot -> new PruningMask.Entry(
                                    slot.key.substring(prefix.length()),
                                    true,
                                    slot.offset,
                                    slot.size,
                                    storedMasks.of(slot.parameter.name())))
                            .toList();
                    List<LayerConstraint> constraints = withoutMask(inner);
                    if (!entries.isEmpty()) {
                        PruningMask mask = new PruningMask(storedPlan, position, entries, null, false);
                        innerMasks.add(mask);
                        constraints.add(mask);
                    }
                    return constraints.isEmpty() ? null : constraints;
                });
            }
        }
    }

    /** The first and the last layer that has weights, is no wrapper and is not frozen. */
    private List<Layer> plainLayers() {
        List<Layer> plain = slots.values().stream()
                .filter(slot -> slot.carrier != null && !slot.wrapped && slot.parameter.status() == Status.DEFAULT)
                .map(Slot::carrier)
                .toList();
        if (plain.isEmpty()) {
            return plain;
        }
        Layer first = plain.get(0);
        Layer last = plain.get(plain.size() - 1);
        return first == last ? List.of(first) : List.of(first, last);
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
     * @return nothing if the network has never been pruned, or only layers that are frozen now
     * @throws IllegalArgumentException if masks are damaged, or contradict each other
     */
    Optional<PruningStart.Stored> load(boolean masksOnly) {
        Map<String, WeightMask> masks = new LinkedHashMap<>();
        Map<String, WeightMask> travelling = new LinkedHashMap<>();
        List<PruningMask> carriers = new ArrayList<>();
        Map<String, String> notes = new HashMap<>();
        Map<String, String> frozenNotes = new HashMap<>();
        for (Listed listed : layers) {
            LayerWalk.walk(listed.conf, listed.frozen, visit -> {
                for (PruningMask carried : masksOf(visit.layer())) {
                    String layerName = nameOf(listed);
                    carried.requireReadable(layerName);
                    (visit.frozen() ? frozenNotes : notes).putAll(carried.notes());
                    boolean counts = carried.masks().isEmpty();
                    for (PruningMask.Entry entry : carried.masks()) {
                        String name = entry.own ? listed.prefix + "_" + visit.prefix() + entry.key : entry.key;
                        WeightMask mask = entry.mask(layerName);
                        if (!entry.own) {
                            Slot slot = slots.get(name);
                            if (slot != null && slot.carrier == null) { // the others are copies
                                travelling.putIfAbsent(name, mask);
                            }
                        } else if (!visit.frozen()) { // what is frozen keeps its masks, and waits
                            counts |= masks.putIfAbsent(name, mask) == null;
                        }
                    }
                    if (counts) {
                        requireSamePlan(carriers, carried, layerName, masksOnly);
                        carriers.add(carried);
                    }
                }
            });
        }
        travelling.forEach((name, mask) -> {
            boolean frozen = slots.get(name).parameter.status() == Status.NEVER;
            (frozen ? waiting : masks).putIfAbsent(name, mask);
        });
        frozenNotes.forEach(notes::putIfAbsent);
        return carriers.stream()
                .max(Comparator.comparingLong(carried -> carried.position().step()))
                .map(furthest -> new PruningStart.Stored(furthest.plan(), furthest.position(), inOrder(masks), notes));
    }

    private static void requireSamePlan(
            List<PruningMask> earlier, PruningMask carried, String layerName, boolean masksOnly) {
        if (earlier.isEmpty() || masksOnly) {
            return;
        }
        PruningMask first = earlier.get(0);
        if (!first.plan().equals(carried.plan())) {
            throw new IllegalArgumentException("layer " + layerName
                    + " was pruned by another plan than the layers before it: the network was put together from several"
                    + " pruned ones; begin a new plan with PruningListener.restart(plan)");
        }
        if (first.position().step() != carried.position().step()) {
            log.warn(
                    "layer {} was last pruned at step {}, a layer before it at step {}: one of them was frozen meanwhile, or"
                            + " comes from another network; the plan goes on from the later of the two",
                    layerName,
                    carried.position().step(),
                    first.position().step());
        }
    }

    private static String nameOf(Listed listed) {
        return listed.conf.getLayerName() == null ? listed.prefix : listed.conf.getLayerName();
    }

    /** The masks of parameters that the network has, in its order, then the others. */
    private Masks inOrder(Map<String, WeightMask> masks) {
        Map<String, WeightMask> ordered = new LinkedHashMap<>();
        for (String name : slots.keySet()) {
            if (masks.containsKey(name)) {
                ordered.put(name, masks.get(name));
            }
        }
        masks.forEach(ordered::putIfAbsent);
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

    /** Makes sure that the masks of frozen layers come back from a file. */
    static void keepMasksOfFrozenLayers(Model model) {
        if (isInitialised(model)) {
            new NetworkModel(model).layers.forEach(listed -> {
                if (listed.conf instanceof FrozenLayer ice) {
                    OwnConfiguration.repeatConstraints(ice);
                }
            });
        }
    }

    /** Warns if weights are not zero that the masks in the configuration prune. */
    static void warnOfDisagreement(Model model, String use) {
        if (!isInitialised(model)) {
            return;
        }
        NetworkModel network = new NetworkModel(model);
        Optional<PruningStart.Stored> stored;
        try {
            stored = network.load(true);
        } catch (IllegalArgumentException e) {
            log.warn("the model is {} with masks that cannot be compared with its weights: {}", use, e.getMessage());
            return;
        }
        stored.ifPresent(found -> MaskCheck.warnOfDisagreement(network, found.masks(), use));
    }

    /**
     * Removes the masks from the network's configuration; the weights stay as they are.
     *
     * @param frozenToo whether also those of frozen layers
     * @return how many layers carried masks
     */
    int removeMasks(boolean frozenToo) {
        int removed = 0;
        for (Listed listed : layers) {
            boolean[] carries = new boolean[1];
            LayerWalk.walk(listed.conf, listed.frozen, visit -> {
                if (frozenToo || !visit.frozen()) {
                    carries[0] |= !masksOf(visit.layer()).isEmpty();
                }
            });
            if (carries[0]) {
                removed++;
                Layer conf = listed.conf;
                conf.setConstraints(constraintsWithoutMask(conf instanceof FrozenLayer ice ? ice.getLayer() : conf));
                InnerLayers.replace(listed.conf, listed.layer, (prefix, inner) -> constraintsWithoutMask(inner));
            }
        }
        storedMasks = null;
        return removed;
    }

    private static List<LayerConstraint> constraintsWithoutMask(Layer layer) {
        List<LayerConstraint> rest = withoutMask(layer);
        return rest.isEmpty() ? null : rest;
    }
}
