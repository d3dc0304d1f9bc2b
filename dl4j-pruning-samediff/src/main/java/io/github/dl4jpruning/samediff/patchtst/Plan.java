package io.github.dl4jpruning.samediff.patchtst;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ops of a graph that certain outputs need, in order, with every array and op context made once for inputs of given
 * shapes. SameDiff's own sessions work all that out anew in each iteration, which takes longer than the arithmetic of a
 * small model.
 */
final class Plan {

    /** Sees the ops of a run. */
    interface Observer {
        void before(SameDiffOp op, OpContext context);

        void after(SameDiffOp op, OpContext context, INDArray[] outputs);
    }

    /**
     * One op with its arrays.
     *
     * @param action null if it was computed when the plan was made, or is a view
     */
    record Step(SameDiffOp op, OpContext context, INDArray[] outputs, Runnable action) {}

    private final SameDiff graph;
    private final List<Step> steps;
    private final Map<String, INDArray> inputs;
    private final Map<String, INDArray> parameters;
    private final Map<String, INDArray> values;

    /**
     * Makes a plan, which computes the outputs once.
     *
     * @param placeholders of the shapes that it is for
     * @param arena for what it computes
     */
    Plan(SameDiff graph, Collection<String> outputs, Map<String, INDArray> placeholders, Arena arena) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            PlanMaker maker = new PlanMaker(graph, outputs, placeholders, arena);
            this.graph = graph;
            this.steps = maker.steps();
            this.inputs = maker.inputs();
            this.parameters = maker.parameters();
            this.values = maker.values();
        }
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
