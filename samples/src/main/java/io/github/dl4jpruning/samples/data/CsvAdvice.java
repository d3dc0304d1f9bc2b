package io.github.dl4jpruning.samples.data;

import java.time.LocalDateTime;

/** What may help where a CSV file cannot be read: the last sentences of messages. */
interface CsvAdvice {
    /** For rows that stand alone. */
    CsvAdvice NONE = new CsvAdvice() {
        @Override
        public String onWidth(long line, int cells, int expected) {
            return "Complete the line, or quote a cell that holds the separator.";
        }

        @Override
        public String onNumber(String cell, long line) {
            return "Correct the cell.";
        }

        @Override
        public String onDate(String text) {
            return "Correct the cell.";
        }

        @Override
        public String onOrder(LocalDateTime[] times, int row) {
            return "Sort the rows, oldest first.";
        }

        @Override
        public void requireOneSeries() {}

        @Override
        public void onDoubledTimes() {}
    };

    /** A line has another number of cells than the header. */
    String onWidth(long line, int cells, int expected);

    /** A cell is not a number. */
    String onNumber(String cell, long line);

    /** A text is not a date. */
    String onDate(String text);

    /** A row is older than the row before it. */
    String onOrder(LocalDateTime[] times, int row);

    /**
     * All rows were read.
     *
     * @throws io.github.dl4jpruning.samples.InputException if they are of several series
     */
    void requireOneSeries();

    /**
     * Many rows have the time of the row before them.
     *
     * @throws io.github.dl4jpruning.samples.InputException if they are of several series
     */
    void onDoubledTimes();
}
