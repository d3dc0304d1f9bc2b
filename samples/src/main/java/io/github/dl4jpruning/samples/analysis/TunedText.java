package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.experiment.TaskName;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link TunedStudy} as plain text. */
final class TunedText {
    private static final double YES = 0.01;
    private static final double SOME = 0.05;

    private TunedText() {}

    /**
     * The families, what stands behind them, and how to read them.
     *
     * @param study of some trials
     */
    static String of(TunedStudy study) {
        StringBuilder text = new StringBuilder();
        if (study.cut() > 0) {
            text.append(study.cut())
                    .append(study.cut() == 1 ? " pair" : " pairs")
                    .append(" of task and seed not finished yet, left out.\n");
        }
        text.append(
                "Change: test MAE of the first relative to that of the second, less 1; mean over the blocks of task and seed.\n"
                        + "Interval: 95%, by bootstrap over whole tasks. p: Wilcoxon signed-rank over the blocks; Holm: corrected within the"
                        + " family.\n\n");
        study.families().forEach(family -> append(text, family));
        study.controls().ifPresent(family -> append(text, family));
        return text.toString();
    }

    private static void append(StringBuilder text, TunedStudy.Family family) {
        text.append("== ").append(family.name()).append(" ==\n");
        text.append("seeds ").append(family.seeds()).append('\n');
        TextTable table = new TextTable(
                "first", "against", "blocks", "change", "interval", "lower in", "p", "Holm", "answer", "sparsity");
        for (TunedPair pair : family.pairs()) {
            if (!pair.blocks().isEmpty()) {
                table.add(
                        pair.first().name(),
                        pair.second().name(),
                        Integer.toString(pair.blocks().size()),
                        percent(pair.mean()),
                        interval(pair.byTask()),
                        pair.wins() + (pair.ties() == 0 ? "" : " (+" + pair.ties() + " equal)"),
                        ChangeSentence.p(pair.wilcoxon().p()),
                        ChangeSentence.p(pair.holmP()),
                        answer(pair),
                        String.format(Locale.ROOT, "%.1f%%", 100 * sparsity(pair)));
            }
        }
        text.append(table.toString()).append('\n');
        text.append(series(family)).append('\n');
    }

    /** As docs/protocol.md defines it. */
    static String answer(TunedPair pair) {
        Interval interval = pair.byTask();
        boolean clear = interval.known() && !interval.contains(0);
        String which = pair.mean() < 0 ? "better" : "worse";
        if (pair.holmP() < YES && clear) {
            return "yes, " + which;
        }
        return pair.holmP() < SOME ? "some evidence, " + which : "not shown";
    }

    private static double sparsity(TunedPair pair) {
        return pair.blocks().stream()
                .mapToDouble(block -> block.first().sparsityReached())
                .average()
                .orElse(Double.NaN);
    }

    /** Mean change by series, one row each. */
    private static String series(TunedStudy.Family family) {
        Map<String, Map<String, List<TunedPair.Block>>> bySeries = new LinkedHashMap<>();
        for (TunedPair pair : family.pairs()) {
            Map<String, List<TunedPair.Block>> blocks = pair.blocks().stream()
                    .collect(Collectors.groupingBy(
                            block -> TaskName.of(block.place().data()).series(),
                            LinkedHashMap::new,
                            Collectors.toList()));
            blocks.forEach((series, list) -> bySeries.computeIfAbsent(series, any -> new LinkedHashMap<>())
                    .put(pair.second().name(), list));
        }
        List<String> others =
                family.pairs().stream().map(p -> p.second().name()).toList();
        String[] header = new String[others.size() + 1];
        header[0] = "series";
        for (int i = 0; i < others.size(); i++) {
            header[i + 1] = others.get(i);
        }
        TextTable table = new TextTable(header);
        bySeries.forEach((series, columns) -> {
            String[] row = new String[others.size() + 1];
            row[0] = series;
            for (int i = 0; i < others.size(); i++) {
                List<TunedPair.Block> blocks = columns.getOrDefault(others.get(i), List.of());
                row[i + 1] = blocks.isEmpty()
                        ? ""
                        : percent(blocks.stream()
                                        .mapToDouble(TunedPair.Block::change)
                                        .average()
                                        .orElseThrow())
                                + ", "
                                + blocks.stream().filter(b -> b.change() < 0).count() + " of "
                                + blocks.size();
            }
            table.add(row);
        });
        return table.toString();
    }

    private static String percent(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%+.1f%%", 100 * value);
    }

    private static String interval(Interval interval) {
        return interval.known() ? percent(interval.low()) + " to " + percent(interval.high()) : "";
    }
}
