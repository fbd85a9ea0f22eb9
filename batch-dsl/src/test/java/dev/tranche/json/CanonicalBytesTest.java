package dev.tranche.json;

import static dev.tranche.dsl.Batch.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that a definition is known by. */
class CanonicalBytesTest {
    @Test
    void they_have_no_white_space_and_a_fixed_order() {
        assertThat(BatchJson.canonical(Samples.SCRIPT))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"jobDefinitionName\":\"count\",\"type\":\"container\",\"containerProperties\":"
                        + "{\"resourceRequirements\":[{\"type\":\"VCPU\",\"value\":\"1\"},"
                        + "{\"type\":\"MEMORY\",\"value\":\"64\"}],\"tranche\":{\"script\":"
                        + "\"wc -w < \\\"$DIR/part-$AWS_BATCH_JOB_ARRAY_INDEX\\\"\\n\"}},"
                        + "\"retryStrategy\":{\"attempts\":3,\"evaluateOnExit\":"
                        + "[{\"onExitCode\":\"2\",\"action\":\"EXIT\"}]}}");
    }

    @Test
    void they_do_not_tell_the_order_in_which_something_was_said() {
        JobDefinition one = base().environment("A", "1")
                .environment("B", "2")
                .tag("x", "1")
                .tag("y", "2")
                .build();
        JobDefinition other = base().tag("y", "2")
                .tag("x", "1")
                .environment("B", "2")
                .environment("A", "1")
                .build();

        assertThat(one).isEqualTo(other);
        assertThat(BatchJson.canonical(one)).isEqualTo(BatchJson.canonical(other));
        assertThat(BatchJson.write(one)).isEqualTo(BatchJson.write(other));
    }

    @Test
    void they_are_read_back() {
        for (JobDefinition each : List.of(Samples.SCRIPT, Samples.EXECUTABLE, Samples.CONTAINER, Samples.GROUP)) {
            assertThat(BatchJson.readJobDefinition(BatchJson.canonical(each))).isEqualTo(each);
        }
        assertThat(BatchJson.readMultiNodeJobDefinition(BatchJson.canonical(Samples.MULTI_NODE)))
                .isEqualTo(Samples.MULTI_NODE);
    }

    @Test
    void an_effective_definition_has_them_too() {
        JobDefinition effective = Samples.JOB.effectiveDefinition();

        assertThat(BatchJson.readJobDefinition(BatchJson.canonical(effective))).isEqualTo(effective);
    }

    @Test
    void they_say_any_text_that_java_can_even_half_a_character() {
        for (String text :
                List.of("\ud800", "\udc00x", "\ud800\ud800z", "\ud83d\ude00", "\u2028\u0000\u007f".replace("\0", ""))) {
            JobDefinition definition = base().tag("text", text).build();

            assertThat(BatchJson.readJobDefinition(BatchJson.canonical(definition)))
                    .isEqualTo(definition);
            assertThat(BatchJson.readJobDefinition(BatchJson.write(definition))).isEqualTo(definition);
        }
    }

    private static JobDefinitionBuilder base() {
        return jobDefinition("base").script("true").vcpus(1).memory(mib(64));
    }
}
