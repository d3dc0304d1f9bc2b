package io.github.dl4jpruning.samediff.patchtst;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The plans of a graph, one for each shape of batch that came lately. */
final class Plans {

    private static final int KEPT = 4;

    private final SameDiff graph;
    private final Collection<String> outputs;
    private final Arena arena;
    private final Map<Map<String, List<Long>>, Plan> plans = new LinkedHashMap<>(8, 0.75f, true);

    Plans(SameDiff graph, Collection<String> outputs, Arena arena) {
        this.graph = graph;
        this.outputs = List.copyOf(outputs);
        this.arena = arena;
    }

    /** The plan for inputs of these shapes. */
    Plan forInputs(Map<String, INDArray> placeholders) {
        Map<String, List<Long>> shapes = new TreeMap<>();
        placeholders.forEach((name, array) ->
                shapes.put(name, Arrays.stream(array.shape()).boxed().toList()));
        Plan known = plans.get(shapes);
        if (known != null && known.current()) {
            return known;
        }
        Plan made = new Plan(graph, outputs, placeholders, arena);
        plans.put(shapes, made);
        if (plans.size() > KEPT) {
            plans.remove(plans.keySet().iterator().next());
        }
        return made;
    }
}
