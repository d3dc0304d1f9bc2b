package io.github.dl4jpruning.samples.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.analysis.Analysis;
import io.github.dl4jpruning.samples.analysis.SyntheticTrials;
import io.github.dl4jpruning.samples.analysis.TrialRows;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static String full;

    @BeforeAll
    static void analyseBothProtocols() {
        List<TrialResult> trials = new ArrayList<>(SyntheticTrials.realistic("paper"));
        trials.addAll(SyntheticTrials.realistic("clean"));
        full = HtmlReport.of(SyntheticTrials.analysis(trials));
    }

    private static String report(TrialResult... trials) {
        return HtmlReport.of(SyntheticTrials.analysis(List.of(trials)));
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    /** The drawings as XML, which is stricter than HTML. */
    private static List<Document> drawings(String html) throws Exception {
        List<Document> drawings = new ArrayList<>();
        Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
        while (svg.find()) {
            drawings.add(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg.group()))));
        }
        return drawings;
    }

    @Test
    void thePageNeedsNothingElse() {
        assertThat(full).startsWith("<!DOCTYPE html>").doesNotContain("<script", "<link", "<img", "@import", "url(");
        assertThat(count(full, "(src|href)=\"(?!#|https://arxiv.org/)")).isZero();
    }

    @Test
    void answersComeFirstAndClaimsThatAreNotTestedAreFolded() {
        String page = report(
                SyntheticTrials.trial("bitcoin", "rnn", 7, "pruning", 1, 950),
                SyntheticTrials.trial("bitcoin", "rnn", 7, "none", 1, 900),
                SyntheticTrials.trial("bitcoin", "rnn", 7, "pruning", 2, 960),
                SyntheticTrials.trial("bitcoin", "rnn", 7, "none", 2, 910));

        assertThat(page.indexOf("Over 2 blocks")).isPositive().isLessThan(page.indexOf("not tested"));
        assertThat(page.indexOf(">Errors by look-back</h3>")).isLessThan(page.indexOf(">Published claims</h3>"));
        String claims = page.substring(page.indexOf(">Published claims</h3>"));
        assertThat(claims.indexOf("<details>")).isLessThan(claims.indexOf("not tested</span>"));
        assertThat(claims).containsPattern("<summary>\\d+ claims are not tested, as trials are missing</summary>");
    }

    @Test
    void armsAreNamedSoThatASentenceReads() {
        assertThat(report(
                        SyntheticTrials.trial("bitcoin", "rnn", 7, "pruning", 1, 950),
                        SyntheticTrials.trial("bitcoin", "rnn", 7, "none", 1, 900),
                        SyntheticTrials.trial("bitcoin", "rnn", 7, "pruning", 2, 960),
                        SyntheticTrials.trial("bitcoin", "rnn", 7, "none", 2, 910)))
                .contains("the best rank, 1.00, is that of training without regularisation.")
                .doesNotContain("the best has none");
    }

    @Test
    void everyLinkWithinThePageLeadsSomewhere() {
        Matcher link = Pattern.compile("href=\"#([^\"]+)\"").matcher(full);
        int links = 0;
        while (link.find()) {
            assertThat(full).contains("id=\"" + link.group(1) + "\"");
            links++;
        }
        assertThat(links).isEqualTo(14);
    }

    @Test
    void everyKindOfFigureIsThereForEveryModelOrDataSetAndModel() {
        int protocols = 2;
        int scopes = 1 + 3 + 4;
        assertThat(count(full, "aria-label=\"Test MAE by length")).isEqualTo(protocols * 12);
        assertThat(count(full, "aria-label=\"Critical difference diagram")).isEqualTo(protocols * scopes);
        assertThat(count(full, "aria-label=\"Relative gain of pruning")).isEqualTo(protocols * scopes);
        assertThat(count(full, "aria-label=\"Sparsity by epoch")).isEqualTo(protocols * 3);
        assertThat(count(full, "aria-label=\"Sparsity by layer")).isEqualTo(protocols * 3);
        assertThat(count(full, "aria-label=\"training loss by epoch")).isEqualTo(protocols * 12);
        assertThat(count(full, "aria-label=\"validation MAE by epoch")).isEqualTo(protocols * 12);
        assertThat(count(full, "aria-label=\"Forecasts against truth")).isEqualTo(protocols * 12);
        assertThat(count(full, "aria-label=\"Time per epoch")).isEqualTo(protocols * 3);
    }

    @Test
    void drawingsAreWellFormedAndEveryPlaceInThemIsANumberWithinTheDrawing() throws Exception {
        List<Document> drawings = drawings(full);

        assertThat(drawings).hasSizeGreaterThan(100);
        for (Document drawing : drawings) {
            String[] box = drawing.getDocumentElement().getAttribute("viewBox").split(" ");
            NodeList marks = drawing.getElementsByTagName("path");
            for (int i = 0; i < marks.getLength(); i++) {
                String path = ((org.w3c.dom.Element) marks.item(i)).getAttribute("d");
                assertThat(path).doesNotContain("NaN", "Infinity");
                Matcher point = Pattern.compile("[ML](-?[0-9.]+) (-?[0-9.]+)").matcher(path);
                while (point.find()) {
                    assertThat(Double.parseDouble(point.group(1))).isBetween(-5.0, Double.parseDouble(box[2]));
                    assertThat(Double.parseDouble(point.group(2))).isBetween(-5.0, Double.parseDouble(box[3]));
                }
            }
        }
    }

    @Test
    void sizeAndLatencyStandNextToTheSparsityAndADashWhereTheyAreNotKnown() {
        String rows = full.substring(full.indexOf("Exported model per arm"))
                .replaceAll("\\s*<[^>]+>\\s*", "|")
                .replaceAll("\\|+", "|");
        assertThat(rows).contains("|sparsity|file [kB]|ms/forecast|ms in DL4J or SameDiff|times faster|");
        assertThat(rows).containsPattern("\\|rnn\\|none\\|0\\.0%\\|71\\.0\\|0\\.0[0-9]+\\|[0-9.]+\\|[0-9]+\\|");
        assertThat(rows).containsPattern("\\|lstm\\|pruning\\|70\\.0%\\|22\\.0\\|0\\.0[0-9]+\\|[0-9.]+\\|[0-9]+\\|");
        assertThat(rows).contains("|rnn|mc-dropout|0.0%|-|-|-|-|");
    }

    @Test
    void namesFromTheFileAreTextNotMarkup() throws Exception {
        TrialResult trial =
                SyntheticTrials.trial(new Trial("clean", "<b>\"x\" & y", "rnn", 7, "none", "<i>", 1, 20), 1, 1);

        String html = HtmlReport.of(Analysis.of(new TrialRows(Path.of("<u>"), List.of(trial), List.of("<s>"))));

        assertThat(html).doesNotContain("<b>", "<i>", "<u>", "<s>").contains("&lt;b&gt;&quot;x&quot; &amp; y");
        assertThat(drawings(html)).isNotEmpty();
    }

    @Test
    void aSingleTrialMakesAPageThatSaysWhatIsMissing() throws Exception {
        String html = report(SyntheticTrials.trial("bitcoin", "rnn", 7, "pruning", 1, 900));

        assertThat(html)
                .contains(
                        "Nothing can be compared yet",
                        "1 data set, 1 model, 1 look-back length, 1 arm, 1 seed: 1 trial");
        for (Document drawing : drawings(html)) {
            assertThat(drawing.getDocumentElement().getTextContent()).doesNotContain("NaN");
        }
        assertThat(html).doesNotContain("NaN");
    }

    @Test
    void aLossThatIsNoNumberLeavesAGapInTheLine(@TempDir Path directory) throws Exception {
        String line = SyntheticTrials.line(SyntheticTrials.trial("bitcoin", "rnn", 7, "none", 1, 900))
                .replaceFirst("\"lossCurve\":\\[[^,]*,[^,]*", "\"lossCurve\":[\"Infinity\",null");
        Files.writeString(directory.resolve("trials.jsonl"), line + "\n");

        String html = HtmlReport.of(Analysis.of(TrialRows.read(directory)));

        assertThat(html).contains("training loss by epoch").doesNotContain("Infinity", "NaN");
    }

    @Test
    void baselinesAloneMakeAPage() {
        assertThat(report(SyntheticTrials.trial("bitcoin", "-", 7, "last-value", 0, 900)))
                .contains("0 models", "last-value");
    }

    @Test
    void equalTrialsMakeEqualPages() {
        TrialResult[] trials = {
            SyntheticTrials.trial("bitcoin", "rnn", 7, "pruning", 1, 900),
            SyntheticTrials.trial("bitcoin", "rnn", 7, "none", 1, 950),
            SyntheticTrials.trial("bitcoin", "rnn", 7, "pruning", 2, 910),
            SyntheticTrials.trial("bitcoin", "rnn", 7, "none", 2, 930)
        };

        assertThat(report(trials))
                .isEqualTo(report(trials))
                .contains("Over 2 blocks pruning has the average rank 1.00 of 2, the best.");
    }
}
