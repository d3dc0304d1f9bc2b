package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * The data of an experiment in its folder, {@code data/NAME.json}: what a user's file and the options about it came to.
 * Trials name it by NAME, and every process that runs some of them reads it, so no option has to travel. Numbers keep
 * all their digits.
 */
public final class PreparedData {
    private static final String FOLDER = "data";
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private PreparedData() {}

    /** What stands in the file. */
    private record Stored(
            int format,
            String source,
            String target,
            List<String> features,
            String unit,
            Change change,
            int season,
            int ahead,
            List<String> names,
            List<String> known,
            List<String> times,
            double[][] columns) {

        static Stored of(ExperimentData data) {
            Series series = data.series();
            List<String> times = series.hasTimes()
                    ? IntStream.range(0, series.rows())
                            .mapToObj(row -> series.time(row).orElseThrow().toString())
                            .toList()
                    : List.of();
            return new Stored(
                    FORMAT,
                    series.source(),
                    data.target(),
                    data.features(),
                    data.unit(),
                    data.change(),
                    data.season(),
                    data.ahead(),
                    series.names(),
                    series.names().stream().filter(series::isKnown).toList(),
                    times,
                    series.names().stream().map(series::column).toArray(double[][]::new));
        }

        ExperimentData data() {
            LocalDateTime[] when = times.isEmpty()
                    ? null
                    : times.stream().map(LocalDateTime::parse).toArray(LocalDateTime[]::new);
            Series series = Series.of(source, names, columns, when).knowing(known);
            return new ExperimentData(series, target, features, unit, change, season, ahead);
        }
    }

    /** A name for the data of a file that can stand in the text of a {@link TaskName}. */
    public static String nameFor(String file) {
        String name = file.replaceAll("[:+@/\\\\\\s\\p{Cntrl}]", "-");
        return name.isBlank() ? "data" : name;
    }

    /**
     * Keeps data in the folder of an experiment.
     *
     * @param folder of the experiment
     * @param name of the data, see {@link #nameFor}
     * @throws InputException if other data of this name is there already, or the folder cannot be written to
     */
    public static void keep(Path folder, String name, ExperimentData data) {
        Stored stored = Stored.of(data);
        Path file = file(folder, name);
        if (Files.exists(file)) {
            requireSame(folder, name, read(file), stored);
        } else {
            OutputFile.write(file, temporary -> JSON.writeValue(temporary.toFile(), stored));
        }
    }

    private static void requireSame(Path folder, String name, Stored before, Stored now) {
        List<String> differences = new ArrayList<>();
        note(differences, "target", before.target(), now.target());
        note(differences, "inputs", before.features(), now.features());
        note(differences, "number of rows", rows(before), rows(now));
        note(differences, "levels, differences or returns", before.change(), now.change());
        note(differences, "season", before.season(), now.season());
        note(differences, "steps ahead", before.ahead(), now.ahead());
        note(differences, "times of the rows", before.times(), now.times());
        if (differences.isEmpty() && !Arrays.deepEquals(before.columns(), now.columns())) {
            differences.add("values");
        }
        if (!differences.isEmpty()) {
            throw new InputException(folder + " holds an experiment on other data called '" + name + "' (different: "
                    + String.join(", ", differences) + "). Give another {{folder}}, or delete this one.");
        }
    }

    private static int rows(Stored stored) {
        return stored.columns()[0].length;
    }

    private static void note(List<String> differences, String what, Object before, Object now) {
        if (!before.equals(now)) {
            differences.add(what);
        }
    }

    /** The data of a name, if the folder has any. */
    static Optional<ExperimentData> find(Path folder, String name) {
        Path file = file(folder, name);
        return Files.exists(file) ? Optional.of(read(file).data()) : Optional.empty();
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(FOLDER).resolve(name + ".json");
    }

    private static Stored read(Path file) {
        try {
            Stored stored = JSON.readValue(file.toFile(), Stored.class);
            if (stored.format() != FORMAT) {
                throw new InputException(file + " is of format " + stored.format() + ", but only " + FORMAT
                        + " is known here. Use the version that wrote it, or another folder.");
            }
            return stored;
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException(
                    file + " cannot be read as the data of an experiment: " + e.getMessage()
                            + ". Delete the folder, and begin again.",
                    e);
        }
    }
}
