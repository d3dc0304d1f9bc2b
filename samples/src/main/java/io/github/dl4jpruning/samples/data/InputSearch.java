package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Goes through the rows of a CSV file and finds out which of its columns can be inputs. */
final class InputSearch {
    private final CsvHeader header;
    private final CsvFormat format;
    private final Map<CsvColumn, ColumnWatch> watches = new LinkedHashMap<>();

    /** A search among some columns; the first of them is the target, which is always an input. */
    InputSearch(CsvHeader header, CsvFormat format, List<String> columns) {
        this.header = header;
        this.format = format;
        columns.stream()
                .skip(1)
                .map(name -> CsvColumn.of(header, name))
                .forEach(column -> watches.put(column, new ColumnWatch(column.name())));
    }

    /** Takes the cells of a row. Rows that are too short are told when the columns are read. */
    void see(List<String> row) {
        if (row.stream().allMatch(String::isEmpty) || !isWanted(row)) {
            return;
        }
        watches.forEach((column, watch) -> {
            if (column.cell() < row.size()) {
                String cell = row.get(column.cell());
                OptionalDouble number = Numbers.parse(cell, format.decimalComma(), format.thousands());
                watch.see(cell, isMissing(cell, number), number);
            }
        });
    }

    /** Whether a row is of the series that is wanted, where the file holds several. */
    private boolean isWanted(List<String> row) {
        return format.lines().series().entrySet().stream()
                .filter(e -> !e.getValue().equals("*"))
                .allMatch(e -> {
                    int cell = header.index(e.getKey());
                    return cell < row.size() && row.get(cell).equals(Texts.trimmed(e.getValue()));
                });
    }

    private boolean isMissing(String cell, OptionalDouble number) {
        return cell.isEmpty()
                || format.missing().contains(cell)
                || number.isPresent()
                        && format.missing().stream()
                                .map(mark -> Numbers.parse(mark, false, Grouping.NONE))
                                .anyMatch(mark -> mark.equals(number));
    }

    /** The inputs among the columns; one that is wanted by its name must be one. */
    CsvInputs inputs(List<String> wanted) {
        List<String> numbers = new ArrayList<>();
        List<String> indicators = new ArrayList<>();
        List<String> categories = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        watches.forEach((column, watch) -> {
            if (column.isIndicator()) {
                indicators.add(column.name());
                return;
            }
            switch (watch.kind()) {
                case NUMBERS -> numbers.add(column.name());
                case CATEGORY -> {
                    categories.add(column.name());
                    watch.categories().forEach(text -> indicators.add(CsvColumn.indicator(column.name(), text)));
                }
                case NEITHER -> {
                    String reason = watch.reasonAgainst().orElseThrow();
                    if (wanted.contains(column.name())) {
                        throw new InputException(header.file() + ": column " + reason
                                + ", so it cannot be an input. Leave it out of {{features}}.");
                    }
                    leftOut.add(reason);
                }
            }
        });
        List<String> features = new ArrayList<>(numbers);
        features.addAll(indicators);
        return new CsvInputs(features, categories, leftOut);
    }
}
