package dev.tranche.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong programs that the compiler refuses, each with a twin that differs in one word and compiles. */
class MustNotCompileTest {
    /**
     * What is wrong; the program, with {@code «wrong|right»} at the one place where the wrong one and its twin differ;
     * the code of the only error and the text at its place.
     */
    private static final String CASES = """
            A1: no image
            jobDefinition("a")«|.image("busybox")».vcpus(1).memory(mib(64)).build()
            cant.resolve.location.args at .vcpus(1)

            A2: no vCPU
            jobDefinition("a").image("busybox")«|.vcpus(1)».memory(mib(64)).build()
            cant.resolve.location.args at .memory(mib(64))

            A3: no memory
            jobDefinition("a").image("busybox").vcpus(1)«|.memory(mib(64))».timeout(Duration.ofMinutes(1)).build()
            cant.resolve.location.args at .timeout(

            A4: memory without its unit
            jobDefinition("a").image("busybox").vcpus(1).memory(«4096|mib(4096)»).build()
            prob.found.req at 4096

            A5: a queue without environment
            jobQueue("q")«|.computeEnvironmentOrder(spot)».priority(1).build()
            cant.resolve.location.args at .priority(1)

            A6: child by child on a plain job
            job("b", def)«|.array(24)».afterEach(arr)
            cant.resolve.location.args at .afterEach(arr)

            A6b: child by child after a plain job
            job("b", def).array(24).afterEach(«plain|arr»)
            prob.found.req at plain

            A7: a bid on on-demand instances
            computeEnvironment("od").managed().«onDemand|spot»(o -> o.bidPercentage(60)).maxVcpus(1)
            cant.resolve.location.args at .bidPercentage(60)

            A7b: a bid at the end of on-demand instances
            computeEnvironment("od").managed().onDemand().maxVcpus(1).subnets("s").instanceRole("r")«.bidPercentage(60)|».build()
            cant.resolve.location.args at .bidPercentage(60)

            A8: a limit on the instances of somebody else
            computeEnvironment("lab").unmanaged("c").«maxVcpus|unmanagedVcpus»(8).build()
            cant.resolve.location.args at .maxVcpus(8)

            a timeout without its unit
            job("a", def).timeout(«1800|Duration.ofMinutes(30)»)
            prob.found.req at 1800

            a predecessor by its name
            job("b", def).after(«"a"|plain»)
            cant.apply.symbols at .after("a")

            an environment by its name
            jobQueue("q").computeEnvironmentOrder(«"spot"|spot»).build()
            prob.found.req at "spot"

            one after the other without an array
            job("a", def)«|.array(3)».sequential()
            cant.resolve.location.args at .sequential()

            an array of an array
            job("a", def).array(3)«.array(3)|»
            cant.resolve.location.args at .array(3)

            an array of multi-node jobs
            job("a", «mpi|def»).array(3)
            cant.resolve.location.args at .array(3)

            the strategy of spot instances for on-demand ones
            computeEnvironment("e").managed().«onDemand|spot»(o -> o.allocation(ManagedEnvironment.SpotAllocation.BEST_FIT))
            prob.found.req at .BEST_FIT

            a managed environment without subnets
            computeEnvironment("e").managed().spot().maxVcpus(1)«|.subnets("s")».instanceRole("r").build()
            cant.resolve.location.args at .instanceRole("r")

            a script with the options of a container
            jobDefinition("a").«script|image»("x", c -> c.user("1000"))
            cant.apply.symbol at .script(

            a base image for local processes
            computeEnvironment("e").«local|docker»().baseImage("debian:12").build()
            cant.resolve.location.args at .baseImage("debian:12")

            a definition that is not complete
            job("a", def.toBuilder()«|.build()»)
            cant.apply.symbols at job(

            a definition instead of a request in a workflow
            flow.add(«def|job("a", def)»)
            cant.apply.symbols at .add(def)

            a request that is built
            job("a", def)«.build()|»
            cant.resolve.location.args at .build()

            a boolean in a chain
            def.toBuilder().container(c -> c.privileged(«true|»)).build()
            cant.apply.symbol at .privileged(true)
            """;

    private static final List<String> LINES =
            Splitter.on('\n').omitEmptyStrings().splitToList(CASES);

    private static Compilation wrong;
    private static Compilation right;

    @BeforeAll
    static void compile() throws IOException {
        wrong = Compilation.of(programs("$1"));
        right = Compilation.of(programs("$2"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("cases")
    void the_compiler_points_at_the_word_and_takes_the_twin(int number, String what, String code, String place) {
        assertThat(wrong.errors(number)).singleElement().satisfies(error -> {
            assertThat(error.getCode()).isEqualTo("compiler.err." + code);
            assertThat(wrong.from(number, error)).startsWith(place);
        });
        assertThat(right.errors(number)).isEmpty();
    }

    private static Stream<List<String>> split() {
        return Lists.partition(LINES, 3).stream();
    }

    static Stream<Arguments> cases() {
        List<List<String>> all = split().toList();
        return IntStream.range(0, all.size()).mapToObj(number -> arguments(number, all.get(number)));
    }

    private static Arguments arguments(int number, List<String> lines) {
        List<String> expected = Splitter.on(" at ").splitToList(lines.get(2));
        return Arguments.of(number, lines.get(0), expected.get(0), expected.get(1));
    }

    private static List<String> programs(String twin) {
        return split().map(lines -> lines.get(1).replaceFirst("«(.*)\\|(.*)»", twin))
                .toList();
    }
}
