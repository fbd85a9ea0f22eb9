package dev.tranche.runtime.ec2;

import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is refused at the submit, at its bounds. */
class TaskRefusalsTest {
    private static final TaskSettings SETTINGS =
            new TaskSettings(Optional.of("base:1"), "/aws/batch/job", "eu-central-1");
    private static final JobDefinition JOB = JobDefinition.named("job")
            .image("app:1", c -> c.command("run"))
            .vcpus(1)
            .memory(mib(32))
            .build();

    private static Optional<String> refusal(JobDefinition definition) {
        return new TaskRefusals(SETTINGS).refusal(definition);
    }

    // ---- overrides

    private static JobDefinition told(int characters) {
        return JOB.toBuilder().environment("LONG", "x".repeat(characters)).build();
    }

    /** The overrides of the last child of the largest array, after the most attempts, with the longest names. */
    private static int largestStart(JobDefinition definition) {
        JobId child = new JobId((1L << 60) - 1, (1L << 62) - 1, Integer.MAX_VALUE - 1);
        AttemptId attempt = new AttemptId(child, Integer.MAX_VALUE);
        Map<String, String> environment = new LinkedHashMap<>(definition.environment());
        environment.put("AWS_BATCH_JOB_ID", child.toString());
        environment.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(attempt.number()));
        environment.put("AWS_BATCH_CE_NAME", "e".repeat(128));
        environment.put("AWS_BATCH_JQ_NAME", "q".repeat(128));
        environment.put("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(child.index()));
        environment.put("AWS_BATCH_JOB_ARRAY_SIZE", Integer.toString(Integer.MAX_VALUE));
        return ModelText.of(TaskMapper.overrides(attempt, "h".repeat(128), definition, environment, SETTINGS))
                .length();
    }

    @Test
    void overrides_may_be_as_long_as_ecs_takes_them_at_the_longest_start_and_no_longer() {
        int room = TaskRefusals.LONGEST_OVERRIDES - largestStart(told(0));

        assertThat(largestStart(told(room))).isEqualTo(8_192);
        assertThat(refusal(told(room))).isEmpty();
        assertThat(refusal(told(room + 1)).orElse(""))
                .contains("Container Overrides length must be at most 8192")
                .contains("8193 characters");
    }

    // ---- the task definition

    private static JobDefinition script(int characters) {
        return JobDefinition.named("script")
                .script("x".repeat(characters))
                .vcpus(1)
                .memory(mib(32))
                .build();
    }

    private static int bytes(JobDefinition definition) {
        return ModelText.of(TaskMapper.definition(definition, SETTINGS)).getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void a_task_definition_may_be_as_large_as_ecs_takes_it_and_no_larger() {
        int room = TaskRefusals.LARGEST_DEFINITION - bytes(script(1)) + 1;

        assertThat(bytes(script(room))).isEqualTo(65_536);
        assertThat(refusal(script(room))).isEmpty();
        assertThat(refusal(script(room + 1)).orElse("")).contains("at most 65536 bytes, and this has 65537");
    }

    // ---- containers

    private static JobDefinition containers(int count) {
        Container[] all = IntStream.rangeClosed(1, count)
                .mapToObj(i -> Container.named("c" + i)
                        .image("app:1")
                        .vcpus(1)
                        .memory(mib(32))
                        .build())
                .toArray(Container[]::new);
        Container[] others = Arrays.copyOfRange(all, 1, count);
        return JobDefinition.named("several").containers(all[0], others).build();
    }

    @Test
    void a_task_has_at_most_ten_containers() {
        assertThat(refusal(containers(10))).isEmpty();
        assertThat(refusal(containers(11)).orElse("")).contains("containers: a task has at most 10, and this job 11");
    }

    // ---- raw members

    @Test
    void a_raw_number_that_ecs_would_not_take_is_refused_and_not_cut() {
        assertThat(refusal(JOB.toBuilder().raw("ec2", "startTimeout", 120).build()))
                .isEmpty();
        for (Number wrong : new Number[] {1.5, 1.0, 1L << 31}) {
            assertThat(refusal(JOB.toBuilder().raw("ec2", "startTimeout", wrong).build())
                            .orElse(""))
                    .contains("raw: the value of startTimeout must be");
        }
    }
}
