package dev.tranche.runtime.docker;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
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

/** What the backend may know, and who in it speaks to an engine. */
@AnalyzeClasses(locations = ArchitectureTest.WhereTheBackendIs.class)
class ArchitectureTest {
    /** The classes of the backend, and none of its tests. */
    static final class WhereTheBackendIs implements LocationProvider {
        @Override
        public Set<Location> get(Class<?> test) {
            return Set.of(Location.of(
                    DockerBackend.class.getProtectionDomain().getCodeSource().getLocation()));
        }
    }

    private static final String DOCKER_JAVA = "com.github.dockerjava..";

    @ArchTest
    static final ArchRule a_backend_sees_the_spi_and_the_model_and_no_more_of_the_runtime = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.tranche..")
                    .and(not(resideInAnyPackage(
                            "dev.tranche.model..", "dev.tranche.runtime.spi..", "dev.tranche.runtime.docker.."))));

    @ArchTest
    static final ArchRule only_one_class_makes_calls_with_docker_java = classes()
            .that(not(belongToAnyOf(DockerJavaEngine.class, EngineConnection.class)))
            .should()
            .onlyDependOnClassesThat(not(resideInAnyPackage(
                    "com.github.dockerjava.api.async..",
                    "com.github.dockerjava.transport..",
                    "com.github.dockerjava.zerodep..")));

    @ArchTest
    static final ArchRule docker_java_is_known_to_those_who_translate_to_and_from_it = noClasses()
            .that(not(belongToAnyOf(
                    // calls, addresses and connections
                    DockerJavaEngine.class,
                    EngineAddress.class,
                    EngineConnection.class,
                    EngineMessage.class,
                    EngineProbe.class,
                    EnvironmentOpening.class,
                    // a client of the application
                    DockerBackend.class,
                    DockerSettings.class,
                    // requests
                    ContainerEngine.class,
                    ContainerMapper.class,
                    Lease.class,
                    NeverStarted.class,
                    RawFields.class,
                    SharedFiles.class,
                    // logins
                    CredentialHelper.class,
                    EngineSettings.class,
                    Images.class,
                    RegistryCredentials.class)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(DOCKER_JAVA);

    @ArchTest
    static final ArchRule an_application_sees_one_class = classes()
            .that()
            .areTopLevelClasses()
            .and()
            .haveModifier(JavaModifier.PUBLIC)
            .should()
            .be(DockerBackend.class);

    @ArchTest
    static final ArchRule nothing_is_printed =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");
}
