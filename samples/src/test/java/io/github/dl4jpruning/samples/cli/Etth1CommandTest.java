package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class Etth1CommandTest {
    @TempDir
    private Path folder;

    private String refused(String... arguments) throws IOException {
        Path data = folder.resolve("short.csv");
        Files.writeString(data, "date,HUFL,OT\n2016-07-01 00:00:00,1,2\n2016-07-01 01:00:00,2,3\n");
        StringWriter errors = new StringWriter();
        CommandLine line = CommandLines.create().setErr(new PrintWriter(errors));
        String[] all = new String[arguments.length + 5];
        System.arraycopy(new String[] {"etth1", "--data", data.toString(), "--out", folder.toString()}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);

        assertThat(line.execute(all)).isEqualTo(2);
        return errors.toString();
    }

    @Test
    void aFileThatIsTooShortForTheSplitIsTold() throws IOException {
        assertThat(refused()).contains("short.csv has 2 rows, but the split needs 14400");
    }

    @Test
    void aPlanThatDoesNotFitIsToldBeforeAnythingIsRead() throws IOException {
        assertThat(refused("--method", "pruning", "--epochs", "10"))
                .contains("--epochs 10 ends before the pruning does (--plan-epochs 20)");
        assertThat(refused("--method", "pruning", "--plan-epochs", "3")).contains("--plan-epochs 3: epochs is 3");
    }
}
