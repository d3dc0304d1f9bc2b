package io.github.dl4jpruning.samples.experiment;

/**
 * One training and what it is judged by. Equal trials give equal results, so a trial that is written down is not run
 * again.
 *
 * @param protocol {@code paper} or {@code clean}
 * @param data name in the catalogue, such as {@code bitcoin}
 * @param model {@code rnn}, {@code lstm} or {@code patch}; {@code -} for a baseline
 * @param length rows that the model looks back
 * @param arm {@code none}, {@code dropout}, {@code mc-dropout}, {@code pruning}, or a baseline: {@code last-value},
 *     {@code seasonal-naive}, {@code linear}
 * @param setting how strong the arm is, such as {@code 0.3} for dropout or {@code cubic 0.3-0.7} for pruning; {@code -}
 *     if there is nothing to set
 * @param seed of weights, dropout and the order of windows; 0 for a baseline
 * @param epochs at most
 */
public record Trial(
        String protocol, String data, String model, int length, String arm, String setting, long seed, int epochs) {
    /** In the place of a model: the arm is a baseline. */
    public static final String NO_MODEL = "-";
    /** In the place of a setting: there is nothing to set. */
    public static final String NO_SETTING = "-";

    @Override
    public String toString() {
        return data + (model.equals(NO_MODEL) ? "" : " " + model) + " length " + length + " " + arm
                + (setting.equals(NO_SETTING) ? "" : " (" + setting + ")")
                + (model.equals(NO_MODEL) ? "" : " seed " + seed);
    }
}
