package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Claim;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.analysis.Verdict;
import java.util.Locale;

/** The published claims, one by one. */
final class ClaimsSection {
    private ClaimsSection() {}

    static Markup of(ProtocolAnalysis analysis) {
        Markup list = new Markup().open("ol", "class", "claims");
        for (Claim.Tested tested : analysis.claims()) {
            list.open("li");
            list.add(badge(tested.finding().verdict(), ""));
            list.open("div")
                    .element("p", tested.claim().text(), "class", "claim")
                    .element("p", tested.finding().measured())
                    .element("p", tested.claim().rule(), "class", "rule")
                    .close();
            list.close();
        }
        return list.close();
    }

    /** A verdict as a small sign; colour, symbol and word say the same. */
    static Markup badge(Verdict verdict, String count) {
        String symbol = switch (verdict) {
            case REPRODUCED -> "✓ ";
            case NOT_REPRODUCED -> "○ ";
            case CONTRARY -> "✕ ";
            case NOT_TESTED -> "· ";
        };
        String css = verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Markup().element("span", symbol + count + verdict.title(), "class", "badge " + css);
    }
}
