package io.github.dl4jpruning.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.FwdPassReturn;
import org.deeplearning4j.nn.layers.recurrent.LSTMHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Computes one LSTM layer in place of DL4J's own code, and leaves to that code what it does not support: masks,
 * peepholes, a reversed direction, other activations and other data types.
 *
 * <p>DL4J runs the forward pass of a training step twice, once for the layers above and once more for the gradient. The
 * second run is skipped if input, weights and state have the values of the last run of that batch size.
 */
final class FastLstmHelper implements LSTMHelper {

    /** Batch sizes whose arrays are kept: one of the training, its last and smaller one, and one of forecasts. */
    private static final int KEPT_BATCH_SIZES = 3;

    /** A forecast that would need more values in memory than this is left to DL4J, which keeps one time step only. */
    private static final long LARGEST_FORECAST = 1L << 24;

    /** The result of a forward pass of this helper, by which the backward pass knows it. */
    private static final class Pass extends FwdPassReturn {
        private final Workspace workspace;
        private final long number;

        Pass(Workspace workspace) {
            this.workspace = workspace;
            this.number = workspace.passes;
        }
    }

    /** The arrays of a batch size, and what they were last computed from. */
    private static final class Workspace {
        private final LstmArrays arrays;
        private final KeptCopy[] sources = {
            new KeptCopy(), new KeptCopy(), new KeptCopy(), new KeptCopy(), new KeptCopy(), new KeptCopy()
        };
        private long passes;
        private boolean complete; // whether the last pass ran to its end

        Workspace(LstmArrays arrays) {
            this.arrays = arrays;
        }

        /** Runs the forward pass unless it was the last one to run. */
        void forward(INDArray input, INDArray weights, INDArray recurrent, INDArray bias, INDArray h, INDArray c) {
            INDArray[] now = {input, weights, recurrent, bias, h, c};
            if (complete && same(now)) {
                return;
            }
            complete = false;
            passes++;
            arrays.setWeights(weights, recurrent, bias);
            arrays.forward(input, h, c);
            for (int i = 0; i < now.length; i++) {
                sources[i].keep(now[i]);
            }
            complete = true;
        }

        private boolean same(INDArray[] now) {
            for (int i = 0; i < now.length; i++) {
                if (!sources[i].equalTo(now[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Deque<Workspace> workspaces = new ArrayDeque<>(); // the last used first

    /** Returns whether it computes layers with these activations. */
    static boolean supports(IActivation gate, IActivation activation) {
        return gate != null && gate.getClass() == ActivationSigmoid.class && opOf(activation) != null;
    }

    private static String opOf(IActivation activation) {
        if (activation == null) {
            return null;
        }
        if (activation.getClass() == ActivationTanH.class) {
            return "tanh";
        }
        return activation.getClass() == ActivationSigmoid.class ? "sigmoid" : null;
    }

    @Override
    public boolean checkSupported() {
        return true;
    }

    @Override
    public boolean checkSupported(IActivation gate, IActivation activation, boolean hasPeepholeConnections) {
        return !hasPeepholeConnections && supports(gate, activation);
    }

    @Override
    public synchronized FwdPassReturn activate(
            Layer layer,
            NeuralNetConfiguration conf,
            IActivation gateActivation,
            INDArray input,
            INDArray recurrentWeights,
            INDArray inputWeights,
            INDArray biases,
            boolean training,
            INDArray previousOutput,
            INDArray previousCell,
            boolean forBackprop,
            boolean forwards,
            String inputWeightKey,
            INDArray mask,
            boolean hasPeepholeConnections,
            LayerWorkspaceMgr workspaceMgr) {
        IActivation activation = ((BaseLayer) conf.getLayer()).getActivationFn();
        DataType type = inputWeights.dataType();
        boolean supported = checkSupported(gateActivation, activation, hasPeepholeConnections)
                && forwards
                && mask == null
                && input.rank() == 3
                && (type == DataType.FLOAT || type == DataType.DOUBLE);
        if (!supported) {
            return null;
        }
        int steps = (int) input.size(2);
        LstmArrays.Shape shape =
                new LstmArrays.Shape(type, input.size(0), input.size(1), recurrentWeights.size(0), opOf(activation));
        if (!training && LstmArrays.size(shape, steps) > LARGEST_FORECAST) {
            return null;
        }
        Workspace workspace = workspace(shape, steps);
        workspace.forward(input, inputWeights, recurrentWeights, biases, previousOutput, previousCell);

        LstmArrays arrays = workspace.arrays;
        Pass pass = new Pass(workspace);
        ArrayType states = forBackprop ? ArrayType.BP_WORKING_MEM : ArrayType.FF_WORKING_MEM;
        pass.lastAct = workspaceMgr.dup(states, arrays.lastH(steps), 'f');
        pass.lastMemCell = workspaceMgr.dup(states, arrays.lastCell(steps), 'f');
        if (!forBackprop) {
            pass.fwdPassOutput = workspaceMgr.createUninitialized(
                    ArrayType.ACTIVATIONS, type, new long[] {shape.batch(), shape.units(), steps}, 'f');
            pass.fwdPassOutput.assign(arrays.output(steps));
        }
        return pass;
    }

    @Override
    public synchronized Pair<Gradient, INDArray> backpropGradient(
            NeuralNetConfiguration conf,
            IActivation gateActivation,
            INDArray input,
            INDArray recurrentWeights,
            INDArray inputWeights,
            INDArray epsilon,
            boolean truncated,
            int truncatedLength,
            FwdPassReturn forwardPass,
            boolean forwards,
            String inputWeightKey,
            String recurrentWeightKey,
            String biasWeightKey,
            Map<String, INDArray> gradientViews,
            INDArray mask,
            boolean hasPeepholeConnections,
            LayerWorkspaceMgr workspaceMgr) {
        if (!(forwardPass instanceof Pass pass)) {
            return null; // DL4J has computed the forward pass, and goes on with it
        }
        if (pass.number != pass.workspace.passes) {
            throw new IllegalStateException(
                    "Another forward pass of this LSTM layer has run since the one whose gradient "
                            + "is asked for. Do not use one network from two threads at once; give each a clone.");
        }
        int steps = (int) epsilon.size(2);
        LstmArrays arrays = pass.workspace.arrays;
        arrays.backward(epsilon, truncated ? Math.max(0, steps - truncatedLength) : 0);

        INDArray inputGradient = gradientViews.get(inputWeightKey);
        INDArray recurrentGradient = gradientViews.get(recurrentWeightKey);
        INDArray biasGradient = gradientViews.get(biasWeightKey);
        arrays.getWeightGradient(inputGradient, recurrentGradient, biasGradient);
        Gradient gradient = new DefaultGradient();
        gradient.gradientForVariable().put(inputWeightKey, inputGradient);
        gradient.gradientForVariable().put(recurrentWeightKey, recurrentGradient);
        gradient.gradientForVariable().put(biasWeightKey, biasGradient);

        LstmArrays.Shape shape = arrays.shape();
        INDArray below = workspaceMgr.createUninitialized(
                ArrayType.ACTIVATION_GRAD, shape.type(), new long[] {shape.batch(), shape.inputs(), steps}, 'f');
        below.assign(arrays.inputEpsilon(steps));
        return new Pair<>(gradient, below);
    }

    private Workspace workspace(LstmArrays.Shape shape, int steps) {
        Workspace found = null;
        for (Iterator<Workspace> each = workspaces.iterator(); each.hasNext() && found == null; ) {
            Workspace workspace = each.next();
            if (workspace.arrays.shape().equals(shape)) {
                each.remove();
                found = workspace.arrays.capacity() >= steps ? workspace : null;
                break;
            }
        }
        if (found == null) {
            found = new Workspace(new LstmArrays(shape, steps));
            if (workspaces.size() == KEPT_BATCH_SIZES) {
                workspaces.removeLast();
            }
        }
        workspaces.addFirst(found);
        return found;
    }

    @Override
    public Map<String, Long> helperMemoryUse() {
        long bytes = 0;
        for (Workspace workspace : workspaces) {
            LstmArrays.Shape shape = workspace.arrays.shape();
            bytes += LstmArrays.size(shape, workspace.arrays.capacity())
                    * shape.type().width();
        }
        return Map.of("arrays", bytes);
    }
}
