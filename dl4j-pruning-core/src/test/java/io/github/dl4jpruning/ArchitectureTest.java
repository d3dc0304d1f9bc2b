package io.github.dl4jpruning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which package may use which, from the ground up. */
class ArchitectureTest {

    private static final String ROOT = "io.github.dl4jpruning";
    private static final String SCHEDULE = ROOT + ".schedule..";
    private static final String MASK = ROOT + ".mask..";
    private static final String SELECTION = ROOT + ".selection..";
    private static final String ENGINE = ROOT + ".engine..";
    private static final String REPORT = ROOT + ".report..";
    private static final String SEARCH = ROOT + ".search..";
    private static final String FILES = ROOT + ".files..";
    private static final String EXPORT = ROOT + ".export..";
    private static final String DL4J = ROOT + ".dl4j..";
    private static final String RUNTIME = ROOT + ".runtime.."; // a module below this one, with rules of its own

    private static final String JDK = "java..";
    private static final String ND4J = "org.nd4j..";
    private static final String SLF4J = "org.slf4j..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void scheduleUsesTheJdkOnly() {
        check(uses(SCHEDULE, JDK));
    }

    @Test
    void maskUsesTheJdkOnly() {
        check(uses(MASK, JDK));
    }

    @Test
    void filesUseTheJdkOnly() {
        check(uses(FILES, JDK));
    }

    @Test
    void selectionStandsOnScheduleAndMask() {
        check(uses(SELECTION, SCHEDULE, MASK, JDK));
    }

    @Test
    void engineKnowsNd4jButNotDeeplearning4j() {
        check(uses(ENGINE, SCHEDULE, MASK, SELECTION, ND4J, SLF4J, JDK));
    }

    @Test
    void reportStandsOnTheEngineAndDoesNotKnowDeeplearning4j() {
        check(uses(REPORT, SCHEDULE, MASK, SELECTION, ENGINE, ND4J, SLF4J, JDK));
    }

    @Test
    void searchStandsOnTheEngineAndDoesNotKnowDeeplearning4j() {
        check(uses(SEARCH, SCHEDULE, MASK, ENGINE, ND4J, SLF4J, JDK));
    }

    @Test
    void exportStandsOnTheRuntimeAndKnowsOfTheFrameworksOnlyTheNormalizers() {
        check(uses(EXPORT, FILES, REPORT, RUNTIME, ND4J, JDK));
    }

    @Test
    void exportsKnowTheFormatButNotWhatRunsIt() {
        check(noClasses()
                .that()
                .resideInAPackage(DL4J)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".runtime", ROOT + ".runtime.kernel"));
    }

    @Test
    void everyClassLivesInAPackageWithARule() {
        check(classes()
                .should()
                .resideInAnyPackage(
                        ROOT, SCHEDULE, MASK, SELECTION, ENGINE, REPORT, SEARCH, FILES, EXPORT, DL4J, RUNTIME));
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        check(slices().matching(ROOT + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void nothingDependsOnABackend() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.nd4j.linalg.cpu..",
                        "org.nd4j.linalg.jcublas..",
                        "org.nd4j.jita..",
                        "org.nd4j.nativeblas..",
                        "org.nd4j.presets..",
                        "org.bytedeco.."));
    }

    @Test
    void nothingReadsOrWritesJavaSerialization() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class));
    }

    private static ArchRule uses(String packageName, String... others) {
        String[] allowed =
                Stream.concat(Stream.of(packageName), Stream.of(others)).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(packageName)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
