package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Claim;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.analysis.Verdict;
import java.util.List;
import java.util.Locale;

/** The published claims, one by one. */
final class ClaimsSection {
    private ClaimsSection() {}

    static Markup of(ProtocolAnalysis analysis) {
        List<Claim.Tested> tested = analysis.claims().stream()
                .filter(claim -> claim.finding().verdict() != Verdict.NOT_TESTED)
                .toList();
        List<Claim.Tested> untested = analysis.claims().stream()
                .filter(claim -> claim.finding().verdict() == Verdict.NOT_TESTED)
                .toList();
        Markup section = new Markup();
        if (!tested.isEmpty()) {
            section.add(list(tested));
        }
        if (!untested.isEmpty()) {
            section.open("details")
                    .element(
                            "summary",
                            untested.size() == 1
                                    ? "1 claim is not tested, as trials are missing"
                                    : untested.size() + " claims are not tested, as trials are missing");
            section.add(list(untested)).close();
        }
        return section;
    }

    private static Markup list(List<Claim.Tested> claims) {
        Markup list = new Markup().open("ol", "class", "claims");
        for (Claim.Tested tested : claims) {
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
