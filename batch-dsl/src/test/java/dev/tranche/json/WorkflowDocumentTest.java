package dev.tranche.json;

import static dev.tranche.dsl.Batch.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.JobId;
import dev.tranche.model.JobRequest;
import dev.tranche.model.NodeKey;
import dev.tranche.model.Predecessor;
import dev.tranche.model.Submission;
import dev.tranche.model.Workflow;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** Jobs of a workflow wait for each other by name, and may stand in any order. */
class WorkflowDocumentTest {
    @Test
    void jobs_may_stand_before_those_they_wait_for() {
        var expected = workflow("w");
        var split = expected.add(job("split", Samples.SCRIPT));
        expected.add(job("merge", Samples.SCRIPT).after(split));

        assertThat(BatchJson.readWorkflow(document(waiting("merge", "split"), waiting("split"))))
                .isEqualTo(expected.build());
    }

    @Test
    void jobs_that_wait_for_each_other_are_refused_by_their_names() {
        refused(document(waiting("a"), waiting("b", "d"), waiting("c", "b"), waiting("d", "a", "c")))
                .withMessage("$.jobs[1]: jobs wait for each other: b -> d -> c -> b");
        refused(document(waiting("a", "a"))).withMessage("$.jobs[0]: jobs wait for each other: a -> a");
    }

    @Test
    void two_jobs_of_one_name_are_refused() {
        refused(document(waiting("a"), waiting("a"))).withMessage("$.jobs[1].jobName: stands there twice: 'a'");
    }

    @Test
    void an_unknown_name_is_refused_with_the_one_that_may_be_meant() {
        refused(document(waiting("split"), waiting("merge", "splt")))
                .withMessage("$.jobs[1].dependsOn[0].jobId: no job of the workflow has this name: 'splt';"
                        + " is 'split' meant?");
    }

    @Test
    void what_the_model_refuses_has_the_path_of_its_job() {
        refused(document(
                        waiting("a"),
                        "{\"jobName\": \"b\", \"jobDefinition\": \"count\","
                                + " \"containerOverrides\": {\"command\": [\"x\"]}}"))
                .withMessage("$: workflow w / job b / command: the job runs a script, not a container");
        refused(document(
                        waiting("a"),
                        "{\"jobName\": \"b\", \"jobDefinition\": \"count\", \"arrayProperties\":"
                                + " {\"size\": 4}, \"dependsOn\": [{\"jobId\": \"a\", \"type\": \"N_TO_N\"}]}"))
                .withMessage("$.jobs[1].dependsOn[0].jobId: is not an array job: 'a'");
        refused(document("{\"jobName\": \"b\", \"jobDefinition\": \"count\","
                        + " \"dependsOn\": [{\"type\": \"SEQUENTIAL\"}]}"))
                .withMessage("$.jobs[0].dependsOn: only an array job has N_TO_N and SEQUENTIAL");
    }

    @Test
    void a_chain_may_be_as_long_as_a_document() {
        int length = 20_000;
        String[] jobs = IntStream.range(0, length)
                .mapToObj(i -> i == length - 1 ? waiting("j" + i) : waiting("j" + i, "j" + (i + 1)))
                .toArray(String[]::new);

        assertThat(BatchJson.readWorkflow(document(jobs)).jobs())
                .hasSize(length)
                .first()
                .extracting(Submission::name)
                .isEqualTo("j" + (length - 1));
    }

    @Test
    void a_job_of_a_workflow_can_be_read_alone_and_belongs_to_no_workflow_then() {
        for (Submission job : Samples.WORKFLOW.jobs()) {
            assertThat(BatchJson.readSubmission(BatchJson.write(job))).isEqualTo(job);
        }
        var waiting = (ArrayJobRequest)
                BatchJson.readSubmission(BatchJson.write(Samples.WORKFLOW.jobs().get(1)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workflow.named("words").add(waiting))
                .withMessageContaining(
                        "cannot wait for workflow words / job split: a job can only wait for jobs of its own");
    }

    @Test
    void equal_requests_give_equal_text_in_whatever_order_they_name_what_they_wait_for() {
        Predecessor one = () -> NodeKey.of("w", "one");
        Predecessor two = () -> new JobId(1, 2, JobId.NO_INDEX);
        Predecessor three = () -> new JobId(1, 3, JobId.NO_INDEX);
        JobRequest job = JobRequest.of("j", Samples.SCRIPT);
        JobRequest there = job.after(one).after(two).after(three).afterAny(two).afterAny(three);
        JobRequest back =
                job.afterAny(three).afterAny(two).after(three).after(two).after(one);

        assertThat(back).isEqualTo(there);
        assertThat(BatchJson.write(back)).isEqualTo(BatchJson.write(there));
    }

    private static String waiting(String name, String... predecessors) {
        String waitsFor = IntStream.range(0, predecessors.length)
                .mapToObj(i -> "{\"jobId\": \"" + predecessors[i] + "\"}")
                .collect(Collectors.joining(", "));
        return "{\"jobName\": \"" + name + "\", \"jobDefinition\": \"count\", \"dependsOn\": [" + waitsFor + "]}";
    }

    private static String document(String... jobs) {
        return "{\"workflowName\": \"w\", \"jobDefinitions\": [" + BatchJson.write(Samples.SCRIPT) + "], \"jobs\": ["
                + String.join(",\n", jobs) + "]}";
    }

    private static ThrowableAssertAlternative<IllegalArgumentException> refused(String json) {
        return assertThatIllegalArgumentException().isThrownBy(() -> BatchJson.readWorkflow(json));
    }
}
