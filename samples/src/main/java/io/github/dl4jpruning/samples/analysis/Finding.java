package io.github.dl4jpruning.samples.analysis;

/**
 * What the trials say about a claim.
 *
 * @param verdict by the rule of the claim
 * @param measured our figures, or what is missing
 */
public record Finding(Verdict verdict, String measured) {
    static Finding missing(String what) {
        return new Finding(Verdict.NOT_TESTED, what);
    }
}
