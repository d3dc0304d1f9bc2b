package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.catalogue.DataFiles;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.CsvInputs;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.CsvTable;
import io.github.dl4jpruning.samples.data.RowRange;
import io.github.dl4jpruning.samples.data.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where {@code --data} comes from: a file of the user, or the catalogue, which knows more about it. */
sealed interface SeriesSource {

    /** The rows asked for, gaps filled forward, the target first. */
    Series read(String target, List<String> features);

    /** Which columns beside the target can be inputs; {@link CsvSource#EVERY_COLUMN} stands for all that can. */
    CsvInputs inputs(String target, List<String> wanted);

    /** What the names of outputs begin with. */
    String stem();

    /** What the catalogue says of the series, if it is one of it. */
    Optional<CatalogueEntry> entry();

    /** A file that the options describe. */
    record UserFile(Path file, CsvFormat format, RowRange range) implements SeriesSource {
        @Override
        public Series read(String target, List<String> features) {
            return read(table(target, features));
        }

        /** The file, so that further rows can be read. */
        CsvTable table(String target, List<String> features) {
            return new CsvSource(file, format).table(target, features);
        }

        /** The rows of the file that are asked for. */
        Series read(CsvTable table) {
            return range.of(table.series()).filledForward();
        }

        @Override
        public CsvInputs inputs(String target, List<String> wanted) {
            return new CsvSource(file, format).inputs(target, wanted);
        }

        @Override
        public String stem() {
            return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        }

        @Override
        public Optional<CatalogueEntry> entry() {
            return Optional.empty();
        }
    }

    /** A series of the catalogue. */
    record Known(CatalogueEntry known, DataFiles files) implements SeriesSource {
        @Override
        public Series read(String target, List<String> features) {
            return known.series(files, target, features);
        }

        @Override
        public CsvInputs inputs(String target, List<String> wanted) {
            List<String> all = wanted.contains(CsvSource.EVERY_COLUMN) ? known.columns() : wanted;
            return new CsvInputs(all.stream().filter(c -> !c.equals(target)).toList(), List.of(), List.of());
        }

        @Override
        public String stem() {
            return known.name();
        }

        @Override
        public Optional<CatalogueEntry> entry() {
            return Optional.of(known);
        }
    }
}
