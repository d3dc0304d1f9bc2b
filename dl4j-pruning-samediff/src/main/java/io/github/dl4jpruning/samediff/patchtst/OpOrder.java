package io.github.dl4jpruning.samediff.patchtst;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;

/**
 * The ops that certain outputs need, each after those that it needs itself, else in the order in which they were
 * written.
 */
final class OpOrder {

    private final SameDiff graph;
    private final Map<String, Variable> variables;
    private final List<SameDiffOp> order = new ArrayList<>();
    private final Set<String> placed = new HashSet<>();

    private OpOrder(SameDiff graph) {
        this.graph = graph;
        this.variables = graph.getVariables();
    }

    static List<SameDiffOp> of(SameDiff graph, Collection<String> outputs) {
        OpOrder order = new OpOrder(graph);
        Set<String> needed = order.needed(outputs);
        for (SameDiffOp op : graph.getOps().values()) {
            if (needed.contains(op.getName())) {
                order.place(op);
            }
        }
        return order.order;
    }

    private Set<String> needed(Collection<String> outputs) {
        Set<String> needed = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(outputs);
        while (!open.isEmpty()) {
            String producer = producer(open.remove(open.size() - 1));
            if (producer != null && needed.add(producer)) {
                open.addAll(graph.getOps().get(producer).getInputsToOp());
            }
        }
        return needed;
    }

    private void place(SameDiffOp op) {
        if (placed.add(op.getName())) {
            for (String input : op.getInputsToOp()) {
                String producer = producer(input);
                if (producer != null) {
                    place(graph.getOps().get(producer));
                }
            }
            order.add(op);
        }
    }

    private String producer(String variable) {
        return variables.get(variable).getOutputOfOp();
    }
}
