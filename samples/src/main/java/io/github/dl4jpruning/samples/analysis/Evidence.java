package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What claims are tested on.
 *
 * @param chosen trials of one protocol, one setting per place
 * @param cells the same by cell
 */
record Evidence(List<TrialResult> chosen, List<CellSummary> cells) {
    /** The names that data sets may have that the claims name. */
    static boolean isSp500(String data) {
        String name = plain(data);
        return name.startsWith("sp500") || name.startsWith("gspc") || name.startsWith("sandp500");
    }

    /** Likewise. */
    static boolean isBitcoin(String data) {
        String name = plain(data);
        return name.startsWith("bitcoin") || name.startsWith("btc");
    }

    /** Likewise. */
    static boolean isFinance(String data) {
        return isSp500(data) || isBitcoin(data);
    }

    private static String plain(String data) {
        return data.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    Optional<Comparison> comparison(String scope, Predicate<Trial> of) {
        return Comparison.of(
                scope, chosen.stream().filter(r -> of.test(r.trial())).toList());
    }
}
