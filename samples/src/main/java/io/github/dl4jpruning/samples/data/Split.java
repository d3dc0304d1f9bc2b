package io.github.dl4jpruning.samples.data;

/**
 * A series cut in time order: the oldest rows train, the next ones choose, the newest ones judge.
 *
 * @param training the oldest rows
 * @param validation the next ones
 * @param test the newest ones
 */
public record Split(Span training, Span validation, Span test) {

    /** Cuts so many rows: 70 %, 10 % and 20 %. */
    public static Split of(int rows) {
        int validationStart = (int) (rows * 7L / 10);
        int testStart = (int) (rows * 8L / 10);
        return new Split(new Span(0, validationStart), new Span(validationStart, testStart), new Span(testStart, rows));
    }

    /** 80 % and 20 %, the newer part both to validate and to test: as the paper has it. */
    public static Split withoutValidation(int rows) {
        int testStart = (int) (rows * 8L / 10);
        Span test = new Span(testStart, rows);
        return new Split(new Span(0, testStart), test, test);
    }
}
