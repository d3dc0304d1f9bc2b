package io.github.dl4jpruning.samples.analysis;

/** How a published claim fares. */
public enum Verdict {
    /** Ours says the same. */
    REPRODUCED("reproduced"),
    /** Ours does not say the same, nor the opposite. */
    NOT_REPRODUCED("not reproduced"),
    /** Ours says the opposite. */
    CONTRARY("contrary"),
    /** The trials that are needed are not there. */
    NOT_TESTED("not tested");

    private final String title;

    Verdict(String title) {
        this.title = title;
    }

    /** For the reader. */
    public String title() {
        return title;
    }
}
