package io.github.dl4jpruning.samediff.patchtst;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.reduce.MmulBp;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.shape.Permute;
import org.nd4j.linalg.api.ops.impl.shape.Reshape;
import org.nd4j.linalg.api.ops.impl.shape.Unstack;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ops of a graph that certain outputs need, in order, with every array and op context made once for inputs of given shapes.
 * SameDiff's own sessions work all that out anew in each iteration, which takes longer than the arithmetic of a small model.
 *
 * <p>Reshapes of contiguous arrays, permutations and unstacking are views and cost nothing; what depends on shapes alone is
 * computed once; the sum over the rows of a matrix is a product with ones, which is faster. Everything else is the same op that
 * a session would run.
 */
final class Plan {

    /** Sees the ops of a run. */
    interface Observer {
        void before(SameDiffOp op, OpContext context);

        void after(SameDiffOp op, OpContext context, INDArray[] outputs);
    }

    /** One op with its arrays; without {@link #action} it was computed when the plan was made, or is a view. */
    private record Step(SameDiffOp op, OpContext context, INDArray[] outputs, Runnable action) {}

    private static final Set<String> SHAPE_ONLY = Set.of("shape_of", "ones_as", "zeros_as", "size", "size_at", "rank");

    private final SameDiff graph;
    private final Map<String, Variable> variables;
    private final Map<String, INDArray> inputs = new LinkedHashMap<>();
    private final Map<String, INDArray> parameters = new LinkedHashMap<>();
    private final Map<String, INDArray> values = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** State of the making. */
    private final class Making {
        private final Arena.Claims claims;
        private final Map<String, Integer> lastUse = new HashMap<>();
        private final Map<String, Root> roots = new HashMap<>();
        private final Set<Root> live = new HashSet<>();
        private final Set<String> fixed = new HashSet<>();

        Making(Arena arena) {
            claims = arena.claims();
        }
    }

    /** A buffer and the last step that reads it, directly or through a view. */
    private static final class Root {
        private final int buffer;
        private int lastUse;

        Root(int buffer, int lastUse) {
            this.buffer = buffer;
            this.lastUse = lastUse;
        }
    }

    Plan(SameDiff graph, Collection<String> outputs, Map<String, INDArray> placeholders, Arena arena) {
        this.graph = graph;
        this.variables = graph.getVariables();
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            List<SameDiffOp> order = order(outputs);
            for (Map.Entry<String, INDArray> entry : placeholders.entrySet()) {
                DataType type = graph.getVariable(entry.getKey()).dataType();
                inputs.put(entry.getKey(), entry.getValue().castTo(type).dup('c'));
            }
            Making making = new Making(arena);
            for (int i = 0; i < order.size(); i++) {
                for (String name : order.get(i).getInputsToOp()) {
                    making.lastUse.put(name, i);
                }
            }
            outputs.forEach(name -> making.lastUse.put(name, Integer.MAX_VALUE));
            for (int i = 0; i < order.size(); i++) {
                add(order.get(i), i, making);
                release(i, making);
            }
        }
    }

    /** Backward from the outputs; forward in the order in which the ops were written, which is one of execution. */
    private List<SameDiffOp> order(Collection<String> outputs) {
        Set<String> needed = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(outputs);
        while (!open.isEmpty()) {
            String name = open.remove(open.size() - 1);
            String producer = variables.get(name).getOutputOfOp();
            if (producer != null && needed.add(producer)) {
                open.addAll(graph.getOps().get(producer).getInputsToOp());
            }
        }
        List<SameDiffOp> order = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (SameDiffOp op : graph.getOps().values()) {
            if (needed.contains(op.getName())) {
                place(op, done, order);
            }
        }
        return order;
    }

    private void place(SameDiffOp op, Set<String> done, List<SameDiffOp> order) {
        if (!done.add(op.getName())) {
            return;
        }
        for (String input : op.getInputsToOp()) {
            String producer = variables.get(input).getOutputOfOp();
            if (producer != null) {
                place(graph.getOps().get(producer), done, order);
            }
        }
        order.add(op);
    }

    private INDArray value(String name) {
        INDArray known = values.get(name);
        if (known != null) {
            return known;
        }
        INDArray input = inputs.get(name);
        if (input != null) {
            return input;
        }
        SDVariable variable = graph.getVariable(name);
        VariableType type = variable.getVariableType();
        if (type != VariableType.VARIABLE && type != VariableType.CONSTANT) {
            throw new IllegalStateException("no array for " + name + ", a " + type);
        }
        return parameters.computeIfAbsent(name, key -> variable.getArr());
    }

    private void add(SameDiffOp op, int index, Making making) {
        DifferentialFunction function = op.getOp();
        List<String> inputNames = op.getInputsToOp();
        INDArray[] arguments = inputNames.stream().map(this::value).toArray(INDArray[]::new);
        OpContext context = Nd4j.getExecutioner().buildContext();
        INDArray[] views = views(op, arguments);
        if (views != null) {
            context.setInputArrays(arguments);
            Root root = making.roots.get(inputNames.get(0));
            for (int i = 0; i < views.length; i++) {
                String name = op.getOutputsOfOp().get(i);
                values.put(name, views[i]);
                if (root != null) {
                    making.roots.put(name, root);
                    root.lastUse = Math.max(root.lastUse, making.lastUse.getOrDefault(name, index));
                }
                if (making.fixed.contains(inputNames.get(0))) {
                    making.fixed.add(name);
                }
            }
            context.setOutputArrays(views);
            steps.add(new Step(op, context, views, null));
            return;
        }
        boolean once = SHAPE_ONLY.contains(function.opName())
                || (!inputNames.isEmpty()
                        && making.fixed.containsAll(inputNames)
                        && !function.opName().contains("random"));
        INDArray[] outputs = outputs(op, arguments, context, index, once, making);
        Runnable action = action(function, arguments, outputs, context);
        action.run();
        steps.add(new Step(op, context, outputs, once ? null : action));
    }

    /** The outputs as views of the first input, or null. */
    private INDArray[] views(SameDiffOp op, INDArray[] arguments) {
        DifferentialFunction function = op.getOp();
        if (function instanceof Reshape reshape && contiguous(arguments[0])) {
            OpContext context = Nd4j.getExecutioner().buildContext();
            context.setArgs(arguments, reshape.iArgs(), reshape.dArgs(), reshape.tArgs(), reshape.bArgs());
            long[] shape = reshape.calculateOutputShape(context).get(0).getShape();
            return new INDArray[] {arguments[0].reshape('c', shape)};
        }
        if (function instanceof Permute permute && arguments.length == 1 && readsStrided(op)) {
            int[] dimensions =
                    Arrays.stream(permute.iArgs()).mapToInt(Math::toIntExact).toArray();
            return new INDArray[] {arguments[0].permute(dimensions)};
        }
        if (function instanceof Unstack unstack && unstack.iArgs()[0] == 0) {
            INDArray[] parts = new INDArray[Math.toIntExact(arguments[0].size(0))];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = arguments[0].slice(i, 0);
            }
            return parts;
        }
        return null;
    }

    /** Products read strided arrays as fast as others. To a reshape they cost much more than the copying permutation. */
    private boolean readsStrided(SameDiffOp op) {
        List<String> consumers = variables.get(op.getOutputsOfOp().get(0)).getInputsForOp();
        return consumers != null
                && consumers.stream().allMatch(name -> {
                    DifferentialFunction consumer = graph.getOps().get(name).getOp();
                    return consumer instanceof Mmul || consumer instanceof MmulBp || consumer instanceof Unstack;
                });
    }

    private static boolean contiguous(INDArray array) {
        return Arrays.equals(array.stride(), Nd4j.getStrides(array.shape(), 'c'));
    }

    private INDArray[] outputs(
            SameDiffOp op, INDArray[] arguments, OpContext context, int index, boolean once, Making making) {
        List<LongShapeDescriptor> shapes = shapes(op.getOp(), arguments, context);
        INDArray[] outputs = new INDArray[shapes.size()];
        for (int i = 0; i < outputs.length; i++) {
            String name = op.getOutputsOfOp().get(i);
            DataType type = graph.getVariable(name).dataType();
            long[] shape = shapes.get(i).getShape();
            if (once) {
                outputs[i] = Nd4j.createUninitializedDetached(type, shape);
                making.fixed.add(name);
            } else {
                Arena.Claims.Slot slot = making.claims.take(type, shape);
                outputs[i] = slot.array();
                Root root = new Root(slot.buffer(), making.lastUse.getOrDefault(name, index));
                making.roots.put(name, root);
                making.live.add(root);
            }
            values.put(name, outputs[i]);
            context.setOutputArray(i, outputs[i]);
        }
        return outputs;
    }

    private static List<LongShapeDescriptor> shapes(
            DifferentialFunction function, INDArray[] arguments, OpContext context) {
        if (function instanceof DynamicCustomOp custom) {
            context.setArgs(arguments, custom.iArgs(), custom.dArgs(), custom.tArgs(), custom.bArgs());
            return custom.calculateOutputShape(context);
        }
        for (int i = 0; i < arguments.length; i++) {
            context.setInputArray(i, arguments[i]);
        }
        if (function instanceof ReduceOp && arguments.length > 1) {
            throw new IllegalStateException("a reduction with computed dimensions cannot be planned: " + function);
        }
        return ((Op) function) instanceof org.nd4j.linalg.api.ops.BaseOp base
                ? base.calculateOutputShape(context)
                : function.calculateOutputShape();
    }

    private static Runnable action(
            DifferentialFunction function, INDArray[] arguments, INDArray[] outputs, OpContext context) {
        if (function instanceof DynamicCustomOp custom) {
            context.shapeFunctionOverride(true);
            return () -> Nd4j.getExecutioner().exec(custom, context);
        }
        if (function instanceof Sum sum && sumsRows(sum, arguments[0])) {
            return sumOfRows(arguments[0], outputs[0]);
        }
        Op op = (Op) function;
        return () -> Nd4j.getExecutioner().exec(op, context);
    }

    private static boolean sumsRows(Sum sum, INDArray matrix) {
        int[] dimensions =
                sum.dimensions() == null ? new int[0] : sum.dimensions().toIntVector();
        return matrix.rank() == 2 && dimensions.length == 1 && dimensions[0] == 0;
    }

    private static Runnable sumOfRows(INDArray matrix, INDArray sum) {
        INDArray ones = Nd4j.ones(matrix.dataType(), 1, matrix.rows());
        DynamicCustomOp product = DynamicCustomOp.builder("matmul").build();
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(ones, matrix);
        context.setOutputArrays(sum.reshape('c', 1, matrix.columns()));
        context.setIArguments(0, 0);
        context.shapeFunctionOverride(true);
        return () -> Nd4j.getExecutioner().exec(product, context);
    }

    private static void release(int index, Making making) {
        making.live.removeIf(root -> {
            if (root.lastUse > index) {
                return false;
            }
            making.claims.release(root.buffer);
            return true;
        });
    }

    /** Whether weights and constants are still the arrays that the plan reads. */
    boolean current() {
        for (Map.Entry<String, INDArray> entry : parameters.entrySet()) {
            if (graph.getVariable(entry.getKey()).getArr() != entry.getValue()) {
                return false;
            }
        }
        return true;
    }

    void run(Map<String, INDArray> placeholders, Observer observer) {
        placeholders.forEach((name, array) -> inputs.get(name).assign(array));
        for (Step step : steps) {
            if (observer != null) {
                observer.before(step.op, step.context);
            }
            if (step.action != null) {
                step.action.run();
            }
            if (observer != null) {
                observer.after(step.op, step.context, step.outputs);
            }
        }
    }

    /** An output of the last run, valid until the next run of any plan of the arena. */
    INDArray get(String output) {
        return values.get(output);
    }
}
