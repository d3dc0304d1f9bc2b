package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Analysis;
import io.github.dl4jpruning.samples.analysis.Comparison;
import io.github.dl4jpruning.samples.analysis.Order;
import io.github.dl4jpruning.samples.analysis.PairComparison;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.analysis.Verdict;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The analysis as one HTML file that shows everything by itself: style and drawings are in it, no script, nothing is
 * loaded.
 */
public final class HtmlReport {
    private static final String PAPER = "https://arxiv.org/abs/2508.09330";

    private record Section(String id, String title, Function<ProtocolAnalysis, Markup> content) {}

    private static final List<Section> SECTIONS = List.of(
            new Section("errors", "Errors by look-back", ErrorsSection::of),
            new Section("arms", "Arms compared", ComparisonSection::of),
            new Section("settings", "Settings", SettingsSection::of),
            new Section("training", "Training and forecasts", TrainingSection::of),
            new Section("cost", "Cost", CostSection::of),
            new Section("claims", "Published claims", ClaimsSection::of),
            new Section("setup", "Details and versions", SetupSection::of));

    private static final Map<String, String> PROTOCOLS = Map.of(
            "clean",
            "70/10/20 in time order, scalers fitted on the training part, weights of the best validation error, settings tuned on the"
                    + " validation part.",
            "paper",
            "As published: 80/20, the test part also stops the training, last weights, one setting per arm. Its errors are"
                    + " optimistic; it is here to stand beside the published figures.");

    private HtmlReport() {}

    /** The page; the same for the same trials. */
    public static String of(Analysis analysis) {
        Markup page = new Markup().verbatim("<!DOCTYPE html>\n").open("html", "lang", "en");
        page.open("head").empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", "Pruning or dropout? The forecasting experiment");
        page.open("style").verbatim(styleSheet()).close().close();
        page.open("body").open("main");
        header(page, analysis);
        analysis.protocols().forEach(p -> protocol(page, p));
        page.open("footer")
                .element("p", "Written by dl4j-pruning from " + analysis.rows().file() + ".")
                .close();
        return page.close().close().close().toString();
    }

    private static void header(Markup page, Analysis analysis) {
        page.open("header").element("p", "dl4j-pruning", "class", "kicker").element("h1", "Pruning or dropout?");
        page.open("p", "class", "lead")
                .text("Synaptic pruning in the place of dropout, measured on "
                        + size(analysis.rows().results()) + ", beside the ")
                .element("a", "published claims", "href", PAPER)
                .text(".")
                .close();
        analysis.rows().notes().forEach(note -> page.element("p", "Note: " + note, "class", "note"));
        page.open("div", "class", "cards");
        for (ProtocolAnalysis protocol : analysis.protocols()) {
            page.open("section", "class", "card").element("h2", "Protocol " + protocol.protocol());
            page.element("p", inShort(protocol));
            page.open("p", "class", "badges").text("Published claims: ");
            for (Verdict verdict : Verdict.values()) {
                if (protocol.count(verdict) > 0) {
                    page.add(ClaimsSection.badge(verdict, protocol.count(verdict) + " "));
                }
            }
            page.close();
            page.open("ul", "class", "contents");
            SECTIONS.forEach(s -> page.open("li")
                    .element("a", s.title(), "href", "#" + id(protocol, s.id()))
                    .close());
            page.close().close();
        }
        page.close().close();
    }

    private static void protocol(Markup page, ProtocolAnalysis protocol) {
        page.open("section", "class", "protocol");
        page.element("h2", "Protocol " + protocol.protocol());
        Optional.ofNullable(PROTOCOLS.get(protocol.protocol()))
                .ifPresent(text -> page.element("p", text, "class", "lead"));
        for (Section section : SECTIONS) {
            page.open("section", "id", id(protocol, section.id())).element("h3", section.title());
            page.add(section.content().apply(protocol)).close();
        }
        page.close();
    }

    private static String id(ProtocolAnalysis protocol, String section) {
        return protocol.protocol() + "-" + section;
    }

    private static String size(List<TrialResult> results) {
        long seeds = results.stream()
                .filter(r -> !Order.isBaseline(r.trial()))
                .map(r -> r.trial().seed())
                .distinct()
                .count();
        return String.join(
                ", ",
                counted(Order.data(results).size(), "data set"),
                counted(Order.models(results).size(), "model"),
                counted(Order.lengths(results).size(), "look-back length"),
                counted(Order.in(results).size(), "arm"),
                counted(seeds, "seed") + ": " + counted(results.size(), "trial"));
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** The result in a few words. */
    static String inShort(ProtocolAnalysis protocol) {
        Optional<Comparison> found = protocol.comparison(ProtocolAnalysis.ALL);
        if (found.isEmpty() || found.get().ofPruning().isEmpty()) {
            return "Pruning cannot be compared with another arm yet: there are too few complete blocks.";
        }
        Comparison all = found.get();
        String rank = String.format(
                Locale.ROOT,
                "Over %d blocks pruning has the average rank %.2f of %d",
                all.friedman().blocks(),
                all.rank(Arms.PRUNING),
                all.arms().size());
        String best = all.best().equals(Arms.PRUNING)
                ? ", the best. "
                : String.format(
                        Locale.ROOT,
                        "; the best rank, %.2f, is that of %s. ",
                        all.rank(all.best()),
                        ArmNames.of(all.best()));
        return rank
                + best
                + against(
                        all,
                        "Better than ",
                        p -> p.winner().filter(Arms.PRUNING::equals).isPresent())
                + against(
                        all,
                        "Worse than ",
                        p -> p.winner().filter(p.second()::equals).isPresent())
                + against(all, "No difference shown from ", p -> p.winner().isEmpty());
    }

    private static String against(Comparison all, String start, Function<PairComparison, Boolean> which) {
        String arms = all.ofPruning().stream()
                .filter(which::apply)
                .map(pair -> ArmNames.of(pair.second()))
                .collect(Collectors.joining(", "));
        return arms.isEmpty() ? "" : start + arms + ". ";
    }

    static String styleSheet() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
