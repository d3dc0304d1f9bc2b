package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The cells of the experiment. */
public final class Cells {
    private static final String[] HEADER = {
        "protocol",
        "data",
        "model",
        "length",
        "arm",
        "setting",
        "seeds",
        "unit",
        "deviation",
        "test_mae",
        "test_mae_low",
        "test_mae_high",
        "test_mae_sd",
        "test_rmse",
        "validation_mae",
        "sparsity_asked",
        "sparsity_reached",
        "coverage",
        "width",
        "seconds_per_epoch",
        "megabytes",
        "weights"
    };

    private Cells() {}

    /**
     * One cell per data set, model, length and arm of these trials: data sets as they come, then model, length, arm.
     */
    static List<CellSummary> of(List<TrialResult> chosen) {
        List<String> data = Order.data(chosen);
        return chosen.stream()
                .collect(Collectors.groupingBy(r -> List.of(
                        r.trial().data(),
                        r.trial().model(),
                        r.trial().length(),
                        r.trial().arm(),
                        r.trial().setting())))
                .values()
                .stream()
                .map(CellSummary::of)
                .sorted(Comparator.<CellSummary>comparingInt(c -> data.indexOf(c.data()))
                        .thenComparing(CellSummary::model, Order.modelOrder())
                        .thenComparingInt(CellSummary::length)
                        .thenComparing(CellSummary::arm, Order.order())
                        .thenComparing(CellSummary::setting))
                .toList();
    }

    /** For programs: commas, a header line, full precision, empty where there is no value. */
    static String toCsv(List<ProtocolAnalysis> protocols) {
        StringBuilder text = new StringBuilder();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setRecordSeparator('\n')
                .setHeader(HEADER)
                .get();
        try (CSVPrinter csv = new CSVPrinter(text, format)) {
            for (ProtocolAnalysis protocol : protocols) {
                for (CellSummary cell : protocol.cells()) {
                    csv.printRecord(row(protocol.protocol(), cell));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringBuilder throws none
        }
        return text.toString();
    }

    private static List<Object> row(String protocol, CellSummary c) {
        return List.of(
                protocol,
                c.data(),
                c.model(),
                c.length(),
                c.arm(),
                c.setting(),
                c.testMae().n(),
                c.unit(),
                number(c.deviation()),
                number(c.testMae().mean()),
                number(c.testMae().interval().low()),
                number(c.testMae().interval().high()),
                number(c.relativeMae()),
                number(c.testRmse()),
                number(c.validationMae()),
                number(c.sparsityAsked()),
                number(c.sparsityReached()),
                number(c.coverage()),
                number(c.width()),
                number(c.secondsPerEpoch()),
                number(c.megabytes()),
                c.weights());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
