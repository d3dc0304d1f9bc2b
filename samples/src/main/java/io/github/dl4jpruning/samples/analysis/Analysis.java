package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the trials of a folder say, each protocol by itself.
 *
 * @param rows the trials
 * @param protocols {@code clean} before {@code paper}
 */
public record Analysis(TrialRows rows, List<ProtocolAnalysis> protocols) {
    /** The analysis of the trials; the same at every call. */
    public static Analysis of(TrialRows rows) {
        Map<String, List<TrialResult>> byProtocol = new TreeMap<>(Comparator.naturalOrder());
        byProtocol.putAll(rows.results().stream()
                .collect(Collectors.groupingBy(r -> r.trial().protocol())));
        return new Analysis(
                rows,
                byProtocol.entrySet().stream()
                        .map(e -> ProtocolAnalysis.of(e.getKey(), e.getValue()))
                        .toList());
    }

    /** For reading in a terminal. */
    public String toText() {
        return AnalysisText.of(this);
    }

    /** The cells, for programs: commas, a header line, full precision. */
    public String toCsv() {
        return Cells.toCsv(protocols);
    }
}
