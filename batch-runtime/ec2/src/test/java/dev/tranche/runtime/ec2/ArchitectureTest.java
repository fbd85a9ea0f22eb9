package dev.tranche.runtime.ec2;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What the backend may know, and who in it speaks to AWS. */
@AnalyzeClasses(locations = ArchitectureTest.WhereTheBackendIs.class)
class ArchitectureTest {
    /** The classes of the backend, and none of its tests. */
    static final class WhereTheBackendIs implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> test) {
            return Set.of(Location.of(
                    Ec2Backend.class.getProtectionDomain().getCodeSource().getLocation()));
        }
    }

    @ArchTest
    static final ArchRule a_backend_sees_the_spi_and_the_model_and_no_more_of_the_runtime = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.tranche..")
                    .and(not(resideInAnyPackage(
                            "dev.tranche.model..", "dev.tranche.runtime.spi..", "dev.tranche.runtime.ec2.."))));

    @ArchTest
    static final ArchRule what_is_pure_waits_for_nobody = noClasses()
            .that()
            .haveSimpleName("TaskMapper")
            .or()
            .haveSimpleName("TaskEnds")
            .or()
            .haveSimpleName("TaskRefusals")
            .or()
            .haveSimpleName("ModelText")
            .or()
            .haveSimpleName("Fleets")
            .or()
            .haveSimpleName("EcsTask")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Client")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleName("Workers");

    @ArchTest
    static final ArchRule clients_are_made_in_one_place = noClasses()
            .that()
            .doNotHaveSimpleName("AwsAccess")
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("ClientBuilder");

    @ArchTest
    static final ArchRule an_application_sees_the_backend_and_what_its_check_found = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .haveModifier(JavaModifier.PUBLIC)
            .should()
            .be(Ec2Backend.class)
            .orShould()
            .be(CheckReport.class)
            .orShould()
            .be(AtClose.class);

    @ArchTest
    static final ArchRule nothing_is_printed =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
