package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.statistics.Bootstrap;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One setting of an arm against arm none of the same model, in the blocks in which both are present. The validation
 * part is what a setting is chosen by; the test part stands beside it.
 *
 * @param model which one
 * @param arm which one
 * @param setting which one
 * @param blocks of data set, length and seed
 * @param validation median over these of the validation MAE relative to arm none, less 1
 * @param test the same of the test MAE
 * @param testInterval of that, by bootstrap over the blocks
 * @param sparsity mean of what was reached
 */
public record SettingEffect(
        String model,
        String arm,
        String setting,
        int blocks,
        double validation,
        double test,
        Interval testInterval,
        double sparsity) {

    /**
     * Every setting of every model and arm, those with the lowest validation error first; none for arms with one
     * setting.
     */
    static List<SettingEffect> of(List<TrialResult> results) {
        List<SettingEffect> effects = new ArrayList<>();
        for (String model : Order.models(results)) {
            List<TrialResult> ofModel = results.stream()
                    .filter(r -> r.trial().model().equals(model))
                    .toList();
            for (String arm : Order.in(ofModel)) {
                List<TrialResult> ofArm = ofModel.stream()
                        .filter(r -> r.trial().arm().equals(arm))
                        .toList();
                List<String> settings =
                        ofArm.stream().map(r -> r.trial().setting()).distinct().toList();
                if (settings.size() > 1) {
                    settings.stream()
                            .map(setting -> of(model, arm, setting, ofModel))
                            .filter(effect -> effect.blocks > 0)
                            .sorted(Comparator.comparingDouble(SettingEffect::validation))
                            .forEach(effects::add);
                }
            }
        }
        return List.copyOf(effects);
    }

    private static SettingEffect of(String model, String arm, String setting, List<TrialResult> ofModel) {
        List<TrialResult> both = ofModel.stream()
                .filter(r -> r.trial().arm().equals(Arms.NONE)
                        || r.trial().arm().equals(arm) && r.trial().setting().equals(setting))
                .toList();
        Blocks blocks = Blocks.of(both, List.of(arm, Arms.NONE));
        double[] test = blocks.changes(TrialResult::testMae);
        return new SettingEffect(
                model,
                arm,
                setting,
                blocks.complete().size(),
                StatUtils.percentile(blocks.changes(TrialResult::validationMae), 50),
                StatUtils.percentile(test, 50),
                Bootstrap.median(test),
                blocks.complete().stream()
                        .mapToDouble(block -> block.get(0).sparsityReached())
                        .average()
                        .orElse(Double.NaN));
    }
}
