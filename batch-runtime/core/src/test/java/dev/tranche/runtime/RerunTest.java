package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RerunTest {
    private final FakeBackend backend = FakeBackend.manual();

    /** An array of which the children 0 and 2 have succeeded, and 1 has failed. */
    private ArrayJobHandle failedArray(BatchRuntime runtime) {
        ArrayJobHandle array =
                runtime.submit(job("count", ONE).clientToken("nightly").array(3), QUEUE);
        for (int index = 0; index < 3; index++) {
            backend.run(backend.attemptOf(array.child(index), 1), index == 1 ? 7 : 0);
        }
        assertThat(array.await(SOON).status()).isEqualTo(JobStatus.FAILED);
        return array;
    }

    @Test
    void of_an_array_only_the_failed_children_run_again_and_the_others_say_where_they_succeeded() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            ArrayJobHandle array = failedArray(runtime);
            ArrayJobHandle again = array.rerunFailed();

            assertThat(again.size()).isEqualTo(3);
            assertThat(again.id()).isNotEqualTo(array.id());
            assertThat(again.describe().name()).isEqualTo("count");
            assertThat(again.describe().rerunOf()).contains(array.id());
            assertThat(again.describe().inherited()).isFalse();
            assertThat(again.describe().array().orElseThrow().inherited()).isEqualTo(2);
            assertThat(again.child(2).describe()).satisfies(child -> {
                assertThat(child.status()).isEqualTo(JobStatus.SUCCEEDED);
                assertThat(child.inherited()).isTrue();
                assertThat(child.attempts()).isEmpty();
                assertThat(child.startedAt()).isEmpty();
                assertThat(child.statusReason()).contains("Inherited from job " + array.id() + ":2");
                assertThat(child.rerunOf()).contains(array.id().child(2));
            });
            assertThat(again.child(2).explain().reasons()).isEmpty();
            assertThat(again.child(2).log().text()).isEmpty();
            assertThat(again.child(0).await(SOON).succeeded()).isTrue();

            backend.run(backend.attemptOf(again.child(1), 1), 0);
            JobDetail end = again.await(SOON);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.array().orElseThrow().toString()).isEqualTo("3 children: 3 SUCCEEDED (2 of them inherited)");
            assertThat(again.child(1).describe().inherited()).isFalse();
            assertThat(again.child(1).describe().attempts()).hasSize(1);
            assertThat(backend.launchCount()).isEqualTo(4);
        }
    }

    @Test
    void who_waits_for_a_child_that_is_taken_over_is_told() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            ArrayJobHandle array = failedArray(runtime);
            ArrayJobHandle again = array.rerunFailed();
            var taken = again.child(0).completion().toCompletableFuture();
            JobHandle after = runtime.submit(job("merge", ONE).after(again.child(0)), QUEUE);

            assertThat(taken).succeedsWithin(SOON).matches(JobDetail::inherited);
            backend.run(backend.attemptOf(after, 1), 0);
            assertThat(after.await(SOON).succeeded()).isTrue();
        }
    }

    @Test
    void the_token_goes_on_to_stand_for_the_first_array() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            ArrayJobHandle array = failedArray(runtime);
            ArrayJobHandle again = array.rerunFailed();

            ArrayJobHandle same =
                    runtime.submit(job("count", ONE).clientToken("nightly").array(3), QUEUE);

            assertThat(same).isEqualTo(array);
            assertThat(runtime.job(again.id())).contains(again);
        }
    }

    @Test
    void what_cannot_run_again_says_why() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            ArrayJobHandle open = runtime.submit(job("open", ONE).array(2), QUEUE);
            assertThatThrownBy(open::rerunFailed)
                    .isInstanceOfSatisfying(
                            StillRunningException.class,
                            still -> assertThat(still.explanations())
                                    .singleElement()
                                    .satisfies(why -> assertThat(why.reasons())
                                            .first()
                                            .isInstanceOf(WaitReason.ChildrenOpen.class)))
                    .hasMessageStartingWith("array job open (" + open.id() + ") has not ended");
            backend.run(backend.attemptOf(open.child(0), 1), 0);
            backend.run(backend.attemptOf(open.child(1), 1), 0);
            open.await(SOON).orThrow();
            assertThatThrownBy(open::rerunFailed)
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessage(
                            "array job open (" + open.id() + ") has succeeded: there is nothing of it to run again");

            ArrayJobHandle array = failedArray(runtime);
            ArrayJobHandle again = array.rerunFailed();
            assertThatThrownBy(array::rerunFailed)
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessageEndingWith(
                            "has been run again already, as " + again.id() + "; run that again, if it failed");
            backend.run(backend.attemptOf(again.child(1), 1), 0);
            again.await(SOON);
            assertThat(backend.launchCount()).isEqualTo(6);
        }
    }

    @Test
    void what_has_left_memory_cannot_run_again_but_what_was_refused_may_be_tried_once_more() {
        try (BatchRuntime runtime = Fixtures.with(backend).terminalJobsKept(1).open()) {
            ArrayJobHandle array = failedArray(runtime);
            runtime.queue(QUEUE).disable("new disks");
            assertThatThrownBy(array::rerunFailed)
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("new disks");
            runtime.queue(QUEUE).enable();
            JobHandle other = runtime.submit(job("other", ONE), QUEUE);
            backend.run(backend.attemptOf(other, 1), 0);
            other.await(SOON);
            await().until(() -> runtime.job(array.id()).isEmpty());

            assertThatThrownBy(array::rerunFailed)
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessage("job count: job " + array.id()
                            + ", which it runs again, has left memory, and with it what had succeeded; submit it anew");
        }
    }

    // ---- workflow runs

    @Test
    void of_a_run_what_succeeded_is_taken_over_with_its_files() {
        List<String> ended = new CopyOnWriteArrayList<>();
        BatchListener listener = new BatchListener() {
            @Override
            public void jobEnded(JobDetail job) {
                ended.add(job.name() + (job.inherited() ? " inherited" : ""));
            }
        };
        try (BatchRuntime runtime = Fixtures.with(backend).listener(listener).open()) {
            var night = workflow("night");
            var split = night.add(job("split", ONE));
            var count = night.add(job("count", ONE).array(2).after(split));
            var check = night.add(job("check", ONE).array(2).afterEach(count));
            var merge = night.add(job("merge", ONE).after(check));
            WorkflowRun run = runtime.submit(night.build(), QUEUE);
            assertThatThrownBy(run::rerunFailed)
                    .isInstanceOf(StillRunningException.class)
                    .hasMessageStartingWith("workflow run night (" + run.id() + ") has not ended, so what of it fails");
            backend.run(backend.attemptOf(run.job(split), 1), 0);
            backend.run(backend.attemptOf(run.job(count).child(0), 1), 0);
            backend.run(backend.attemptOf(run.job(count).child(1), 1), 1);
            backend.run(backend.attemptOf(run.job(check).child(0), 1), 0);
            assertThat(run.await(SOON).succeeded()).isFalse();
            assertThatThrownBy(run.job(count)::rerunFailed)
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessageContaining("belongs to workflow run night (" + run.id() + ")");

            WorkflowRun again = run.rerunFailed();

            assertThat(again.rerunOf()).contains(run.id());
            assertThat(run.rerunOf()).isEmpty();
            assertThat(again.job(merge).describe().dependsOn())
                    .containsExactly(again.job(check).id());
            assertThat(again.job(split).await(SOON)).satisfies(taken -> {
                assertThat(taken.inherited()).isTrue();
                assertThat(taken.rerunOf()).contains(run.job(split).id());
                assertThat(taken.statusReason())
                        .contains("Inherited from job " + run.job(split).id());
            });
            backend.run(backend.attemptOf(again.job(count).child(1), 1), 0);
            backend.run(backend.attemptOf(again.job(check).child(1), 1), 0);
            backend.run(backend.attemptOf(again.job(merge), 1), 0);
            assertThat(again.await(SOON).orThrow().succeeded()).isTrue();
            assertThat(backend.launchCount()).isEqualTo(7);
            await().untilAsserted(() -> assertThat(backend.calls())
                    .contains(
                            "runEnded keep=true",
                            "runContinued " + again.id() + " " + run.id(),
                            "runEnded keep=false"));
            assertThat(backend.launchOf(again.job(merge), 1).run()).contains(again.id());
            await().until(() -> ended.contains("split inherited"));
            assertThatThrownBy(again::rerunFailed)
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessageContaining("has succeeded");
            assertThatThrownBy(run::rerunFailed).hasMessageContaining("has been run again already, as " + again.id());
        }
    }

    @Test
    void a_run_with_a_job_that_has_left_memory_is_refused_as_a_whole_and_names_it() {
        try (BatchRuntime runtime = Fixtures.with(backend).terminalJobsKept(2).open()) {
            var night = workflow("night");
            var first = night.add(job("first", ONE));
            var second = night.add(job("second", ONE).after(first));
            var third = night.add(job("third", ONE).after(second));
            WorkflowRun run = runtime.submit(night.build(), QUEUE);
            backend.run(backend.attemptOf(run.job(first), 1), 0);
            backend.run(backend.attemptOf(run.job(second), 1), 0);
            backend.run(backend.attemptOf(run.job(third), 1), 3);
            run.await(SOON);
            await().until(() -> runtime.job(run.job(second).id()).isEmpty());

            assertThatThrownBy(run::rerunFailed)
                    .isInstanceOfSatisfying(
                            JobRefusedException.class,
                            refused -> assertThat(refused.refusals()).containsOnlyKeys("first", "second"))
                    .hasMessageContaining(run.job(first).id() + ", which it runs again, has left memory");
            assertThat(backend.launchCount()).isEqualTo(3);
        }
    }

    @Test
    void a_run_that_was_stopped_runs_again_within_its_limits() {
        VirtualTime time = new VirtualTime();
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            var night = workflow("night").stopAfterFailures(1);
            var bad = night.add(job("bad", ONE));
            var later = night.add(job("later", ONE).after(night.add(job("between", ONE))));
            WorkflowRun run = runtime.submit(night.build(), QUEUE);
            time.settle();
            backend.run(backend.attemptOf(run.job(bad), 1), 1);
            time.settle();
            assertThat(run.job(later).describe().statusReason()).contains("Stopped after 1 failure");
            backend.run(backend.attemptOf(run.jobs().get(1), 1), 0);
            time.settle();
            assertThat(run.completion().toCompletableFuture()).isDone();

            WorkflowRun again = run.rerunFailed();
            time.settle();
            backend.run(backend.attemptOf(again.job(bad), 1), 1);
            backend.run(backend.attemptOf(again.job(later), 1), 0);
            time.settle();

            assertThat(again.jobs().get(1).describe().inherited()).isTrue();
            assertThat(again.completion().toCompletableFuture().join().statusReason())
                    .contains("Stopped after 1 failure");
        }
    }
}
