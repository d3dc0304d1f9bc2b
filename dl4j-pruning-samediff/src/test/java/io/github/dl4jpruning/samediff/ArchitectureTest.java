package io.github.dl4jpruning.samediff;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** What the SameDiff module may use. */
class ArchitectureTest {

    private static final String ROOT = "io.github.dl4jpruning";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT + ".samediff");

    @Test
    void standsOnTheCoreAndNd4jButNotOnDeeplearning4j() {
        check(classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".samediff..",
                        ROOT + ".schedule..",
                        ROOT + ".mask..",
                        ROOT + ".selection..",
                        ROOT + ".engine..",
                        ROOT + ".report..",
                        ROOT + ".search..",
                        ROOT + ".files..",
                        ROOT + ".export..",
                        ROOT + ".runtime.format..",
                        ROOT + ".runtime.simplify..",
                        "org.nd4j..",
                        "org.apache.commons.collections4.trie..", // SameDiff hands out its variables in one of these
                        "org.slf4j..",
                        "java.."));
    }

    @Test
    void dependsOnNoBackend() {
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
    void readsOrWritesNoJavaSerialization() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
