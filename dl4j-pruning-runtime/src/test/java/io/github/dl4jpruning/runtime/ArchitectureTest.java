package io.github.dl4jpruning.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The runtime stands on the JDK alone. */
class ArchitectureTest {
    private static final String ROOT = "io.github.dl4jpruning.runtime";
    private static final DescribedPredicate<JavaClass> VECTOR = resideInAPackage(ROOT + ".vector");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void nothingButTheBaseOfTheJdkIsUsed() {
        assertThat(CLASSES).hasSizeGreaterThan(20);
        classes()
                .that(are(not(VECTOR)))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(ROOT + "..", "java.lang..", "java.util..", "java.io..", "java.nio..")
                                .and(not(VECTOR)))
                .check(CLASSES);
    }

    @Test
    void whatUsesTheVectorApiUsesNothingElse() {
        assertThat(CLASSES.that(VECTOR)).isNotEmpty();
        classes()
                .that(are(VECTOR))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "..", "java.lang..", "jdk.incubator.vector..")
                .check(CLASSES);
    }

    @Test
    void theFormatKnowsNothingOfWhatRunsIt() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".format")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".format", "java..")
                .check(CLASSES);
    }

    @Test
    void noPackagesUseEachOtherInACircle() {
        slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(CLASSES);
    }
}
