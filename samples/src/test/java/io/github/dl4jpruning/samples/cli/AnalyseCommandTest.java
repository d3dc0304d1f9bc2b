package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.analysis.SyntheticTrials;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnalyseCommandTest {
    @TempDir
    private Path directory;

    private record Result(int exitCode, String output, String errors) {}

    private Result analyse(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = CommandLines.create();
        line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        String[] all = new String[arguments.length + 2];
        all[0] = "analyse";
        all[1] = directory.toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new Result(line.execute(all), output.toString(), errors.toString());
    }

    private static List<TrialResult> twoTrials() {
        return List.of(
                SyntheticTrials.trial("bitcoin", "lstm", 7, "none", 1, 900),
                SyntheticTrials.trial("bitcoin", "lstm", 7, "pruning", 1, 800));
    }

    @Test
    void theTextIsPrintedAndWrittenBesideTheCells() {
        SyntheticTrials.write(directory, twoTrials());

        Result result = analyse();

        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output())
                .contains("2 trials", "not tested: LSTM: mean MAE", "wrote " + directory.resolve("report.html"));
        assertThat(directory.resolve("analysis.txt")).content().contains("protocol clean: 2 trials");
        assertThat(directory.resolve("cells.csv"))
                .content()
                .startsWith("protocol,data,")
                .satisfies(csv -> assertThat(csv.lines()).hasSize(3));
    }

    @Test
    void theReportGoesWhereItIsWanted() {
        SyntheticTrials.write(directory, twoTrials());
        Path report = directory.resolve("web/index.html");

        assertThat(analyse("--html", report.toString()).exitCode()).isZero();

        assertThat(report).content().startsWith("<!DOCTYPE html>");
        assertThat(directory.resolve("report.html")).doesNotExist();
    }

    @Test
    void theRowsThatAreShippedWithTheResultsAreAnalysedToTheSameCells() throws Exception {
        Path shipped = Path.of("../docs/results/experiment");
        Files.copy(shipped.resolve("trials.csv"), directory.resolve("trials.csv"));

        Result result = analyse();

        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.output()).contains("219 trials", "trials.jsonl is not there; trials.csv has the same trials");
        assertThat(directory.resolve("cells.csv")).hasSameTextualContentAs(shipped.resolve("cells.csv"));
        assertThat(directory.resolve("report.html")).content().contains("Over 21 blocks pruning has the average rank");
    }

    @Test
    void aTableThatIsDamagedIsToldByItsLine() throws Exception {
        String table = Files.readString(Path.of("../docs/results/experiment/trials.csv"));
        Files.writeString(directory.resolve("trials.csv"), table.replaceFirst("\\d+\\.\\d+,", "much,"));
        assertThat(analyse().errors().lines())
                .singleElement()
                .asString()
                .contains("trials.csv, line 2: 'much' in column 'validationMae' is not a number");
        Files.writeString(directory.resolve("trials.csv"), table.replaceFirst("model,", "modell,"));
        assertThat(analyse().errors()).contains("line 2: there is no column or cell 'model'");
    }

    @Test
    void aFolderWithoutTrialsIsToldInOneLine() {
        Result result = analyse();

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors().lines()).singleElement().asString().contains("trials.jsonl: no such file");
    }

    @Test
    void whenTheTrialsAreDamagedTheEarlierAnalysisStays() throws Exception {
        Files.writeString(directory.resolve("trials.jsonl"), "{\n{\n");
        Files.writeString(directory.resolve("analysis.txt"), "earlier");

        assertThat(analyse().exitCode()).isEqualTo(2);
        assertThat(directory.resolve("analysis.txt")).hasContent("earlier");
    }
}
