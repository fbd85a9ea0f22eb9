package dev.tranche.runtime;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the house: who may know whom, and the fence around what has to be deterministic. */
@AnalyzeClasses(packages = "dev.tranche", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String INTERNAL = "dev.tranche.runtime.internal.";
    private static final String[] FENCED = {INTERNAL + "machine..", INTERNAL + "policy..", INTERNAL + "state.."};

    @ArchTest
    static final ArchRule arrows_point_one_way = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("dev.tranche.model..")
            .layer("json")
            .definedBy("dev.tranche.json..")
            .layer("state")
            .definedBy(INTERNAL + "state..")
            .layer("policy")
            .definedBy(INTERNAL + "policy..")
            .layer("machine")
            .definedBy(INTERNAL + "machine..")
            .layer("invariant")
            .definedBy(INTERNAL + "invariant..")
            .layer("journal")
            .definedBy(INTERNAL + "journal..")
            .layer("history")
            .definedBy(INTERNAL + "history..")
            .layer("inbox")
            .definedBy(INTERNAL + "inbox..")
            .layer("spi")
            .definedBy("dev.tranche.runtime.spi..")
            .layer("loop")
            .definedBy(INTERNAL + "loop..")
            .layer("door")
            .definedBy("dev.tranche.runtime")
            .layer("report")
            .definedBy("dev.tranche.runtime.report..")
            .layer("simulation")
            .definedBy("dev.tranche.runtime.simulation..")
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("simulation")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("door")
            .mayOnlyBeAccessedByLayers("report", "simulation")
            .whereLayer("loop")
            .mayOnlyBeAccessedByLayers("door", "simulation", "invariant")
            .whereLayer("inbox")
            .mayOnlyBeAccessedByLayers("loop", "door")
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("door")
            .whereLayer("journal")
            .mayOnlyBeAccessedByLayers("history", "loop", "door")
            .whereLayer("invariant")
            .mayOnlyBeAccessedByLayers("simulation", "door")
            .whereLayer("machine")
            .mayOnlyBeAccessedByLayers("invariant", "journal", "history", "loop", "door")
            .whereLayer("policy")
            .mayOnlyBeAccessedByLayers("machine")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("policy", "machine", "invariant", "journal", "history", "loop", "door")
            .whereLayer("json")
            .mayOnlyBeAccessedByLayers("door");

    @ArchTest
    static final ArchRule what_is_deterministic_knows_tables_and_values_only = classes()
            .that()
            .resideInAnyPackage(FENCED)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "dev.tranche.model..",
                            INTERNAL + "machine..",
                            INTERNAL + "policy..",
                            INTERNAL + "state..",
                            "java.lang..",
                            "java.util",
                            "java.util.function",
                            "java.util.stream",
                            "org.jspecify..")
                    .or(describe(
                            "times that are passed in",
                            type -> type.getFullName().equals("java.time.Instant")
                                    || type.getFullName().equals("java.time.temporal.ChronoUnit")
                                    || type.getFullName().equals("java.time.temporal.TemporalUnit"))));

    @ArchTest
    static final ArchRule what_is_deterministic_reads_no_clock_and_throws_no_dice = noClasses()
            .that()
            .resideInAnyPackage(FENCED)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.Random.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.SplittableRandom")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class);

    @ArchTest
    static final ArchRule the_core_prints_nothing = noClasses()
            .that(resideOutsideOfPackages("dev.tranche.runtime.report.."))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule json_libraries_stay_in_the_json_package = noClasses()
            .that(resideOutsideOfPackages("dev.tranche.json.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..");
}
