package io.github.dl4jpruning.report;

import io.github.dl4jpruning.engine.WeightLayout;
import io.github.dl4jpruning.mask.WeightMask;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Counts, over the parameters of one layer, what is still connected. */
final class Connections {

    /** Units, or inputs, by number; of those seen, the ones that still have a weight. */
    private record Seen(long size, BitSet alive) {}

    private final Map<String, Seen> units = new LinkedHashMap<>();
    private final Map<String, Seen> inputs = new LinkedHashMap<>(); // both directions read the same ones
    private final Map<String, long[]> gates = new LinkedHashMap<>(); // weights, pruned

    void add(WeightLayout layout, WeightMask mask) {
        long unitCount = layout.units();
        long inputCount = layout.inputAxis() < 0 ? 0 : layout.shape().get(layout.inputAxis());
        Seen ownUnits = unitCount == 0 ? null : seen(units, layout.unitGroup(), unitCount);
        Seen ownInputs = inputCount == 0 ? null : seen(inputs, "", inputCount);
        long[][] ownGates = new long[layout.gates().size()][];
        for (int i = 0; i < ownGates.length; i++) {
            ownGates[i] = gates.computeIfAbsent(layout.gates().get(i), gate -> new long[2]);
        }
        for (long i = 0; i < mask.length(); i++) {
            boolean pruned = mask.isPruned(i);
            if (ownUnits != null) {
                long column = layout.index(i, layout.outputAxis());
                if (!pruned) {
                    ownUnits.alive.set((int) (column % unitCount));
                }
                if (ownGates.length > 0) {
                    long[] gate = ownGates[(int) (column / unitCount)];
                    gate[0]++;
                    gate[1] += pruned ? 1 : 0;
                }
            }
            if (ownInputs != null && !pruned) {
                ownInputs.alive.set((int) layout.index(i, layout.inputAxis()));
            }
        }
    }

    private static Seen seen(Map<String, Seen> all, String group, long size) {
        return all.computeIfAbsent(group + "/" + size, key -> new Seen(size, new BitSet()));
    }

    OptionalLong unitsWithoutInput() {
        return dead(units);
    }

    OptionalLong inputsWithoutOutput() {
        return dead(inputs);
    }

    private static OptionalLong dead(Map<String, Seen> all) {
        return all.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(all.values().stream()
                        .mapToLong(seen -> seen.size - seen.alive.cardinality())
                        .sum());
    }

    Map<String, Double> gates() {
        Map<String, Double> sparsities = new LinkedHashMap<>();
        gates.forEach((gate, counts) -> sparsities.put(gate, counts[1] / (double) counts[0]));
        return sparsities;
    }
}
