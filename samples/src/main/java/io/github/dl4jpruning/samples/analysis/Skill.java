package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often an arm of a model is better than the baselines: in how many cells (data set, length) its mean test MAE is
 * lower.
 *
 * @param model which one
 * @param arm which one
 * @param cells how many have a baseline to compare with
 * @param beaten by baseline, in how many of these cells it is beaten
 * @param allBeaten in how many every baseline is beaten
 */
public record Skill(String model, String arm, int cells, Map<String, Integer> beaten, int allBeaten) {
    /** One per model and arm; none without baselines. */
    static List<Skill> of(List<CellSummary> cells) {
        List<String> baselines = cells.stream()
                .filter(c -> c.model().equals(Trial.NO_MODEL))
                .map(CellSummary::arm)
                .distinct()
                .sorted(Order.order())
                .toList();
        List<Skill> skills = new ArrayList<>();
        if (baselines.isEmpty()) {
            return skills;
        }
        Map<List<String>, List<CellSummary>> byArm = new LinkedHashMap<>();
        cells.stream()
                .filter(c -> !c.model().equals(Trial.NO_MODEL))
                .sorted((a, b) -> Order.modelOrder().compare(a.model(), b.model()))
                .forEach(c -> byArm.computeIfAbsent(List.of(c.model(), c.arm()), key -> new ArrayList<>())
                        .add(c));
        byArm.forEach((key, own) -> skills.add(of(key.get(0), key.get(1), own, cells, baselines)));
        return List.copyOf(skills);
    }

    /** The baseline for the data set and length of a cell; one of another length if it is there for no other. */
    public static Optional<CellSummary> baseline(List<CellSummary> cells, String baseline, String data, int length) {
        List<CellSummary> ofData = cells.stream()
                .filter(c -> c.model().equals(Trial.NO_MODEL)
                        && c.arm().equals(baseline)
                        && c.data().equals(data))
                .toList();
        Optional<CellSummary> same =
                ofData.stream().filter(c -> c.length() == length).findFirst();
        return same.isPresent() ? same : ofData.size() == 1 ? Optional.of(ofData.get(0)) : Optional.empty();
    }

    private static Skill of(
            String model, String arm, List<CellSummary> own, List<CellSummary> cells, List<String> baselines) {
        Map<String, Integer> beaten = new LinkedHashMap<>();
        baselines.forEach(b -> beaten.put(b, 0));
        int compared = 0;
        int allBeaten = 0;
        for (CellSummary cell : own) {
            List<CellSummary> rivals = baselines.stream()
                    .flatMap(b -> baseline(cells, b, cell.data(), cell.length()).stream())
                    .toList();
            List<CellSummary> lost = rivals.stream()
                    .filter(r -> cell.testMae().mean() < r.testMae().mean())
                    .toList();
            lost.forEach(r -> beaten.merge(r.arm(), 1, Integer::sum));
            compared += rivals.isEmpty() ? 0 : 1;
            allBeaten += !rivals.isEmpty() && lost.size() == rivals.size() ? 1 : 0;
        }
        return new Skill(model, arm, compared, beaten, allBeaten);
    }
}
