package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.OpCall;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.TimesOneMinus;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The forward and the backward pass of one LSTM layer for one batch size, in arrays that are made once.
 *
 * <p>All arrays are in Fortran order with the time as the last dimension, so that each time step is one contiguous
 * block and a shorter series uses the first blocks of a longer one. Each step is a fixed list of op calls on views of
 * its block. The gates are in the order output, input gate, forget, cell input (DL4J calls them O, G, F and I): then
 * the products of a step pair neighbours with neighbours, and one call does the work of two or three.
 *
 * <p>The partners of a step are what its gates are multiplied by: tanh(c) for the output gate, the cell input for the
 * input gate, and the previous cell state c for the forget gate.
 */
final class LstmArrays {

    private static final int MATRIX = 2;

    /** What a layer is, apart from its weights. */
    record Shape(DataType type, long batch, long inputs, long units, String activation) {}

    /**
     * One step of the forward pass.
     *
     * @param calls what it computes
     * @param h its output, [batch, units]
     * @param cell its cell state, [batch, units]
     */
    private record ForwardStep(List<Runnable> calls, INDArray h, INDArray cell) {}

    private final Shape shape;
    private final long batch;
    private final long inputs;
    private final long units;
    private final long columns; // of the joint input x, h, 1
    private final int capacity; // time steps

    private final INDArray joint; // [batch, inputs + units + 1, capacity + 1]: x, the previous h, and 1 for the bias
    private final INDArray x; // [batch, inputs, capacity]
    private final INDArray gates; // [batch, 4 units, capacity]
    private final INDArray partners; // [batch, 3 units, capacity + 1]
    private final INDArray products; // [batch, 2 units, capacity]: of the input and the forget gate with their partners
    private final INDArray h; // [batch, units, capacity]
    private final JointWeights weights;
    private final List<ForwardStep> forward = new ArrayList<>();

    // Of the backward pass, made when it is first asked for.
    private final List<List<Runnable>> backward = new ArrayList<>();
    private INDArray epsilon; // [batch, units, capacity]
    private INDArray inputEpsilon; // [batch, inputs, capacity]
    private INDArray delta; // [batch, 4 units], of the gates before their activation
    private INDArray jointDelta; // [batch, inputs + units + 1]
    private INDArray cellDelta; // [batch, units], of the cell state of the step before
    private JointWeights weightGradient;
    private INDArray scratch;
    private INDArray hiddenDelta;
    private INDArray currentCellDelta;

    LstmArrays(Shape shape, int capacity) {
        this.shape = shape;
        this.batch = shape.batch();
        this.inputs = shape.inputs();
        this.units = shape.units();
        this.columns = inputs + units + 1;
        this.capacity = capacity;
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            joint = array(batch, columns, capacity + 1);
            x = array(batch, inputs, capacity);
            gates = array(batch, 4 * units, capacity);
            partners = array(batch, 3 * units, capacity + 1);
            products = array(batch, 2 * units, capacity);
            h = array(batch, units, capacity);
            weights = new JointWeights(shape.type(), inputs, units);
            for (int t = 0; t <= capacity; t++) {
                columns(joint, t, inputs + units, 1).assign(1);
            }
        }
    }

    Shape shape() {
        return shape;
    }

    int capacity() {
        return capacity;
    }

    /** Computes the values in memory that arrays of this size take, those of the backward pass included. */
    static long size(Shape shape, int steps) {
        long perExample = 2 * shape.inputs() + 1 + shape.units() + (4 + 3 + 2 + 1 + 1) * shape.units();
        return shape.batch() * perExample * steps;
    }

    /** Sets the weights of the passes that follow. */
    void setWeights(INDArray inputWeights, INDArray recurrentWeights, INDArray biases) {
        weights.read(inputWeights, recurrentWeights, biases);
    }

    /** Runs the forward pass from a state. */
    void forward(INDArray input, INDArray previousH, INDArray previousCell) {
        int steps = (int) input.size(2);
        first(x, inputs, steps).assign(input);
        columns(joint, 0, inputs, units).assign(previousH);
        columns(partners, 0, 2 * units, units).assign(previousCell);
        while (forward.size() < steps) {
            forward.add(forwardStep(forward.size()));
        }
        for (int t = 0; t < steps; t++) {
            forward.get(t).calls().forEach(Runnable::run);
        }
    }

    /** Returns the output of the last forward pass, [batch, units, steps]; the next pass overwrites it. */
    INDArray output(int steps) {
        return first(h, units, steps);
    }

    /** Returns the output of the last step, [batch, units]; the next pass overwrites it. */
    INDArray lastH(int steps) {
        return forward.get(steps - 1).h();
    }

    /** Returns the cell state after the last step, [batch, units]; the next pass overwrites it. */
    INDArray lastCell(int steps) {
        return forward.get(steps - 1).cell();
    }

    /**
     * Runs the backward pass of the last forward pass.
     *
     * @param outputEpsilon gradient of the output, [batch, units, steps]
     * @param from the first step that counts: those before get no gradient (truncated backpropagation)
     */
    void backward(INDArray outputEpsilon, int from) {
        int steps = (int) outputEpsilon.size(2);
        if (epsilon == null) {
            allocateBackward();
        }
        while (backward.size() < steps) {
            backward.add(backwardStep(backward.size()));
        }
        first(epsilon, units, steps).assign(outputEpsilon);
        jointDelta.assign(0);
        cellDelta.assign(0);
        weightGradient.matrix().assign(0);
        for (int t = steps - 1; t >= from; t--) {
            backward.get(t).forEach(Runnable::run);
        }
        if (from > 0) {
            first(inputEpsilon, inputs, from).assign(0);
        }
    }

    /** Returns the gradient of the input, [batch, inputs, steps]; the next pass overwrites it. */
    INDArray inputEpsilon(int steps) {
        return first(inputEpsilon, inputs, steps);
    }

    /** Copies the gradient of the weights into DL4J's arrays. */
    void getWeightGradient(INDArray inputWeights, INDArray recurrentWeights, INDArray biases) {
        weightGradient.write(inputWeights, recurrentWeights, biases);
    }

    private ForwardStep forwardStep(int t) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            INDArray outputGate = columns(gates, t, 0, units);
            INDArray sigmoids = columns(gates, t, 0, 3 * units);
            INDArray tanhCell = columns(partners, t, 0, units);
            INDArray cell = columns(partners, t + 1, 2 * units, units);
            INDArray output = columns(h, t, 0, units);
            List<Runnable> calls = new ArrayList<>();
            calls.add(OpCall.of(
                    "assign", columns(joint, t, 0, inputs), columns(joint, t, 0, inputs), columns(x, t, 0, inputs)));
            calls.add(OpCall.matmul(
                    columns(gates, t, 0, 4 * units), columns(joint, t, 0, columns), false, weights.matrix(), false, 0));
            calls.add(OpCall.of("sigmoid", sigmoids, sigmoids));
            calls.add(OpCall.of(
                    shape.activation(), columns(partners, t, units, units), columns(gates, t, 3 * units, units)));
            calls.add(OpCall.of(
                    "multiply",
                    columns(products, t, 0, 2 * units),
                    columns(gates, t, units, 2 * units),
                    columns(partners, t, units, 2 * units)));
            calls.add(OpCall.of("add", cell, columns(products, t, 0, units), columns(products, t, units, units)));
            calls.add(OpCall.of(shape.activation(), tanhCell, cell));
            calls.add(OpCall.of("multiply", output, outputGate, tanhCell));
            calls.add(OpCall.of(
                    "assign", columns(joint, t + 1, inputs, units), columns(joint, t + 1, inputs, units), output));
            return new ForwardStep(calls, output, cell);
        }
    }

    private void allocateBackward() {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            epsilon = array(batch, units, capacity);
            inputEpsilon = array(batch, inputs, capacity);
            delta = array(batch, 4 * units);
            jointDelta = array(batch, columns);
            cellDelta = array(batch, units);
            weightGradient = new JointWeights(shape.type(), inputs, units);
            scratch = array(batch, units);
            hiddenDelta = array(batch, units);
            currentCellDelta = array(batch, units);
        }
    }

    private List<Runnable> backwardStep(int t) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            // The derivative of tanh is 1 - y^2 and that of the sigmoid y - y^2, each here times the factor beside it.
            boolean tanh = shape.activation().equals("tanh");
            INDArray inputGate = columns(gates, t, units, units);
            INDArray forgetGate = columns(gates, t, 2 * units, units);
            INDArray outputGate = columns(gates, t, 0, units);
            INDArray activeCell = columns(partners, t, 0, units);
            INDArray cellInput = columns(partners, t, units, units);
            INDArray gated = columns(products, t, 0, units);
            INDArray output = columns(h, t, 0, units);
            INDArray outputDelta = columns(delta, 0, 0, units);
            INDArray inputDelta = columns(delta, 0, 3 * units, units);
            INDArray gateDelta = columns(delta, 0, 0, 3 * units);
            INDArray cellPart = view(delta, batch * units, batch * units, 3);

            List<Runnable> calls = new ArrayList<>();
            // Gradient of h, then of c.
            calls.add(OpCall.of(
                    "add", hiddenDelta, columns(epsilon, t, 0, units), columns(jointDelta, 0, inputs, units)));
            calls.add(OpCall.of("multiply", scratch, output, activeCell));
            calls.add(OpCall.of("subtract", scratch, tanh ? outputGate : output, scratch));
            calls.add(OpCall.of("multiply", scratch, scratch, hiddenDelta));
            calls.add(OpCall.of("add", currentCellDelta, scratch, cellDelta));
            // Of the gates: the derivative of each, times its partner, times the gradient of h or c.
            TimesOneMinus sigmoidDerivative = new TimesOneMinus(columns(gates, t, 0, 3 * units), gateDelta);
            calls.add(() -> Nd4j.getExecutioner().exec(sigmoidDerivative));
            calls.add(OpCall.of("multiply", gateDelta, gateDelta, columns(partners, t, 0, 3 * units)));
            calls.add(OpCall.of("multiply", scratch, gated, cellInput));
            calls.add(OpCall.of("subtract", inputDelta, tanh ? inputGate : gated, scratch));
            calls.add(OpCall.of("multiply", outputDelta, outputDelta, hiddenDelta));
            calls.add(OpCall.of("multiply", cellPart, cellPart, view(currentCellDelta, 0, batch * units, 1)));
            calls.add(OpCall.of("multiply", cellDelta, currentCellDelta, forgetGate));
            // Of what the gates were computed from.
            calls.add(OpCall.matmul(jointDelta, delta, false, weights.matrix(), true, 0));
            calls.add(OpCall.matmul(weightGradient.matrix(), columns(joint, t, 0, columns), true, delta, false, 1));
            calls.add(OpCall.of(
                    "assign",
                    columns(inputEpsilon, t, 0, inputs),
                    columns(inputEpsilon, t, 0, inputs),
                    columns(jointDelta, 0, 0, inputs)));
            return calls;
        }
    }

    private INDArray array(long... dimensions) {
        return Nd4j.createUninitialized(shape.type(), dimensions, 'f');
    }

    /** Returns a view of some columns of a time step, which are contiguous: [batch, count]. */
    private INDArray columns(INDArray array, int t, long from, long count) {
        long stride = array.rank() == MATRIX ? 0 : array.stride(MATRIX);
        return view(array, t * stride + from * batch, batch, count);
    }

    /** Returns a view of the first steps: [batch, count, steps]. */
    private INDArray first(INDArray array, long count, int steps) {
        return steps == capacity ? array : view(array, 0, batch, count, steps);
    }

    private static INDArray view(INDArray array, long offset, long... dimensions) {
        long[] strides = new long[dimensions.length];
        long stride = 1;
        for (int i = 0; i < strides.length; i++) {
            strides[i] = stride;
            stride *= dimensions[i];
        }
        return Nd4j.create(array.data(), dimensions, strides, offset, 'f', array.dataType());
    }
}
