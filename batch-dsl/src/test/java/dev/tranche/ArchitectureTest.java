package dev.tranche;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** What the packages of this module may know, and what must stay true in all of them. */
@AnalyzeClasses(packages = "dev.tranche", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule words_and_json_know_the_model_and_the_model_knows_nobody = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("model")
            .definedBy("dev.tranche.model")
            .layer("dsl")
            .definedBy("dev.tranche.dsl")
            .optionalLayer("json")
            .definedBy("dev.tranche.json..")
            .whereLayer("dsl")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("json")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("model")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule only_json_knows_jackson = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tranche.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "com.fasterxml..");

    @ArchTest
    static final ArchRule describing_does_no_input_or_output = noClasses()
            .that()
            .resideInAnyPackage("dev.tranche.model", "dev.tranche.dsl")
            .should()
            // a path and a URI are names; that a problem can be serialized writes nothing
            .dependOnClassesThat()
            .haveNameMatching("java\\.(io|nio|net)\\.(?!Serializable$|file\\.Path$|URI$).*");

    @ArchTest
    static final ArchRule describing_starts_no_thread_and_reads_no_clock_and_no_chance = noClasses()
            .that()
            .resideInAnyPackage("dev.tranche.model", "dev.tranche.dsl")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(Thread|ThreadLocal|Process|ProcessBuilder|Runtime)")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Random|SplittableRandom|Timer)")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nothing_static_can_change =
            noFields().that().areStatic().should().notBeFinal();

    @ArchTest
    static final ArchRule implementations_stay_inside = classes()
            .that()
            .haveSimpleNameEndingWith("Chain")
            .or()
            .haveSimpleNameEndingWith("Start")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule no_name_says_nothing =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Data|Info)");

    @ArchTest
    static final ArchRule nouns_are_methods = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("dev.tranche.model", "dev.tranche.dsl")
            .should()
            .haveNameMatching("(set|get|with)[A-Z].*");

    @ArchTest
    static final ArchRule a_record_is_public_only_where_its_shape_is_its_meaning = classes()
            .that()
            .arePublic()
            .and()
            .areRecords()
            .should()
            .haveNameMatching(
                    ".*\\.(AttemptId|Executable|JobId|MemorySize|Problem|RawSetting|Script|Ulimit|Explanation|WaitReason.+)");

    @ArchTest
    static final ArchRule only_add_may_be_called_for_its_effect = methods()
            .that()
            .arePublic()
            .and()
            .areAnnotatedWith(CanIgnoreReturnValue.class)
            .and()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("dev.tranche.model", "dev.tranche.dsl")
            .should()
            .haveName("add");

    @ArchTest
    static void every_package_says_what_it_is_for(JavaClasses classes) {
        for (JavaPackage each : classes.getPackage("dev.tranche").getSubpackagesInTree()) {
            if (!each.getClasses().isEmpty()) {
                assertThat(each.tryGetPackageInfo())
                        .as("package-info of " + each)
                        .isPresent();
                assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as(each + " is null-marked")
                        .isTrue();
                assertThat(each.isAnnotatedWith(CheckReturnValue.class))
                        .as(each + " checks return values")
                        .isTrue();
            }
        }
    }
}
