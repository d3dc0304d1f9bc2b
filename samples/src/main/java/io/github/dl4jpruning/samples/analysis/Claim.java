package io.github.dl4jpruning.samples.analysis;

import java.util.function.Function;

/**
 * A published claim and how it is tested.
 *
 * @param text what was claimed
 * @param rule what makes it reproduced or contrary; else it is not reproduced
 * @param test the rule applied to trials
 */
public record Claim(String text, String rule, Function<Evidence, Finding> test) {
    /**
     * A claim with what came out.
     *
     * @param claim what was claimed
     * @param finding what was found
     */
    public record Tested(Claim claim, Finding finding) {}

    Tested on(Evidence evidence) {
        return new Tested(this, test.apply(evidence));
    }
}
