package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container.Condition;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.testkit.RecordingReports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows from what is told of an attempt, with nobody behind it: all orders of events can be had. */
class DockerAttemptTest {
    private static final AttemptId ID = new AttemptId(new JobId(1, 1, JobId.NO_INDEX), 1);
    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final RecordingReports reports = new RecordingReports();
    private final List<String> work = new ArrayList<>();
    private final DockerAttempt.Work recording = new DockerAttempt.Work() {
        @Override
        public void start(DockerAttempt attempt, Part part) {
            work.add("start " + part.name());
        }

        @Override
        public void terminate(Part part) {
            work.add("terminate " + part.name());
        }

        @Override
        public void kill(Part part) {
            work.add("kill " + part.name());
        }

        @Override
        public void afterGrace(DockerAttempt attempt, Duration grace) {
            work.add("grace " + grace);
        }

        @Override
        public void ended(DockerAttempt attempt) {
            work.add("ended");
        }
    };

    private DockerAttempt attempt(Part... parts) {
        return new DockerAttempt(ID, "engine", List.of(parts), GRACE, reports, recording);
    }

    private static Part only() {
        return new Part("", true, Map.of());
    }

    private static Part essential(String name, Map<String, Condition> after) {
        return new Part(name, true, after);
    }

    private static Part sidecar(String name, Map<String, Condition> after) {
        return new Part(name, false, after);
    }

    private DockerAttempt created(Part... parts) {
        DockerAttempt attempt = attempt(parts);
        assertThat(attempt.beginCreating()).isTrue();
        attempt.created(T0);
        return attempt;
    }

    private static PartEnd code(int code) {
        return PartEnd.exited(code, false, T0.plusSeconds(5));
    }

    private AttemptEnd end() {
        assertThat(reports.ends(ID)).hasSize(1);
        return reports.ends(ID).get(0);
    }

    // ---- one container

    @Test
    void a_container_is_started_runs_and_ends() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.started(part, T0);
        attempt.exited(part, code(3));

        assertThat(work).containsExactly("start ", "ended");
        assertThat(reports.starts(ID)).containsExactly(T0);
        assertThat(end()).isEqualTo(new AttemptEnd.Exited(3, T0.plusSeconds(5)));
    }

    @Test
    void an_end_is_not_before_its_start_whatever_the_engine_says() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.started(part, T0);
        attempt.exited(part, PartEnd.exited(0, false, T0.minusMillis(6)));

        assertThat(end()).isEqualTo(new AttemptEnd.Exited(0, T0));
    }

    @Test
    void what_is_told_twice_counts_once() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.started(part, T0);
        attempt.started(part, T0.plusSeconds(1));
        attempt.exited(part, code(0));
        attempt.exited(part, code(1));
        attempt.lost("Host terminated.", T0);
        attempt.couldNotStart(part, "late", T0);

        assertThat(reports.starts(ID)).hasSize(1);
        assertThat(end()).isEqualTo(new AttemptEnd.Exited(0, T0.plusSeconds(5)));
        assertThat(work).containsExactly("start ", "ended");
    }

    @Test
    void a_missing_exit_code_is_unknown_and_never_zero() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.started(part, T0);
        attempt.exited(part, PartEnd.unknown("nobody saw it", T0));

        assertThat(end()).isEqualTo(new AttemptEnd.Unknown("nobody saw it", T0));
    }

    @Test
    void out_of_memory_needs_a_code_other_than_zero() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.started(part, T0);
        attempt.exited(part, PartEnd.exited(0, true, T0));

        assertThat(end()).isEqualTo(new AttemptEnd.Exited(0, T0));
    }

    @Test
    void a_kill_for_want_of_memory_has_the_reason_of_aws() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.started(part, T0);
        attempt.exited(part, PartEnd.exited(137, true, T0));

        assertThat(end()).isInstanceOfSatisfying(AttemptEnd.Exited.class, exited -> {
            assertThat(exited.outOfMemory()).isTrue();
            assertThat(exited.reason()).hasValue("OutOfMemoryError: Container killed due to memory usage");
        });
    }

    @Test
    void a_stop_before_anything_was_created_ends_it_at_once() {
        DockerAttempt attempt = attempt(only());
        attempt.stop(GRACE, T0);

        assertThat(end()).isEqualTo(new AttemptEnd.StartFailed(DockerAttempt.STOPPED_EARLY, T0));
        assertThat(attempt.beginCreating()).isFalse();
        assertThat(work).containsExactly("ended");
    }

    @Test
    void a_stop_while_it_is_created_keeps_it_from_starting() {
        Part part = only();
        DockerAttempt attempt = attempt(part);
        assertThat(attempt.beginCreating()).isTrue();
        attempt.stop(GRACE, T0);
        attempt.created(T0);

        assertThat(end()).isEqualTo(new AttemptEnd.StartFailed(DockerAttempt.STOPPED_EARLY, T0));
        assertThat(work).containsExactly("grace PT30S", "ended");
    }

    @Test
    void a_stop_while_it_starts_reaches_it_when_it_runs() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.stop(GRACE, T0);
        assertThat(attempt.mayStart(part)).isFalse();
        attempt.started(part, T0);
        attempt.graceOver();
        attempt.exited(part, code(137));

        assertThat(work).containsExactly("start ", "grace PT30S", "terminate ", "kill ", "ended");
        assertThat(end()).isEqualTo(new AttemptEnd.Exited(137, T0.plusSeconds(5)));
    }

    @Test
    void a_stop_that_comes_before_the_engine_is_asked_means_it_never_ran() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.stop(GRACE, T0);
        attempt.notStarted(part, T0);

        assertThat(end()).isEqualTo(new AttemptEnd.StartFailed(DockerAttempt.STOPPED_EARLY, T0));
        assertThat(reports.starts(ID)).isEmpty();
    }

    @Test
    void no_grace_is_a_kill_at_once() {
        Part part = only();
        DockerAttempt attempt = created(part);
        attempt.started(part, T0);
        attempt.stop(GRACE, T0);
        attempt.stop(Duration.ZERO, T0);

        assertThat(work).containsExactly("start ", "terminate ", "grace PT30S", "kill ");
    }

    @Test
    void a_loss_of_its_host_ends_it_wherever_it_is() {
        DockerAttempt attempt = attempt(only());
        attempt.lost("Host EC2 (docker engine e) terminated.", T0);

        assertThat(end()).isEqualTo(new AttemptEnd.Lost("Host EC2 (docker engine e) terminated.", T0));
        assertThat(attempt.state()).isEqualTo(new AttemptState.Ended(end()));
    }

    @Test
    void what_was_started_before_is_not_started_again() {
        Part part = only();
        DockerAttempt attempt = attempt(part);
        attempt.adopted(List.of(part), T0);
        attempt.started(part, T0);
        attempt.exited(part, code(0));

        assertThat(work).containsExactly("ended");
        assertThat(part.claimStart()).isFalse();
    }

    // ---- several containers

    @Test
    void containers_start_in_the_order_that_their_conditions_say() {
        Part db = sidecar("db", Map.of());
        Part init = sidecar("init", Map.of("db", Condition.START));
        Part app = essential("app", Map.of("init", Condition.SUCCESS));
        DockerAttempt attempt = created(db, init, app);
        assertThat(work).containsExactly("start db");

        attempt.started(db, T0);
        attempt.started(init, T0.plusSeconds(1));
        assertThat(work).containsExactly("start db", "start init");
        attempt.exited(init, code(0));
        assertThat(work).containsExactly("start db", "start init", "start app");
        attempt.started(app, T0.plusSeconds(2));
        attempt.exited(app, code(0));
        assertThat(reports.ends(ID)).isEmpty();
        attempt.exited(db, code(143));

        assertThat(work).containsExactly("start db", "start init", "start app", "terminate db", "grace PT30S", "ended");
        assertThat(end())
                .isInstanceOfSatisfying(
                        AttemptEnd.Exited.class,
                        exited -> assertThat(exited.code()).isZero());
        assertThat(reports.starts(ID)).containsExactly(T0);
    }

    @Test
    void what_waits_for_a_success_that_does_not_come_never_runs_and_the_code_is_told() {
        Part init = sidecar("init", Map.of());
        Part app = essential("app", Map.of("init", Condition.SUCCESS));
        DockerAttempt attempt = created(init, app);
        attempt.started(init, T0);
        attempt.exited(init, code(9));

        assertThat(end()).isInstanceOfSatisfying(AttemptEnd.Exited.class, exited -> {
            assertThat(exited.code()).isEqualTo(9);
            assertThat(exited.reason())
                    .hasValue("container app was not started, because container init ended with exit code 9");
        });
        assertThat(work).containsExactly("start init", "ended");
    }

    @Test
    void a_container_that_cannot_start_stops_the_others_and_fails_the_attempt() {
        Part app = essential("app", Map.of());
        Part sidecar = sidecar("sidecar", Map.of("app", Condition.START));
        DockerAttempt attempt = created(app, sidecar);
        attempt.started(app, T0);
        attempt.couldNotStart(sidecar, "CannotStartContainerError: no", T0);
        attempt.exited(app, code(143));

        assertThat(work).containsExactly("start app", "start sidecar", "terminate app", "grace PT30S", "ended");
        assertThat(end())
                .isInstanceOfSatisfying(
                        AttemptEnd.StartFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("CannotStartContainerError: no"));
    }

    @Test
    void an_essential_container_that_was_stopped_after_another_ended_well_is_no_success() {
        Part one = essential("one", Map.of());
        Part two = essential("two", Map.of());
        DockerAttempt attempt = created(one, two);
        attempt.started(one, T0);
        attempt.started(two, T0);
        attempt.exited(one, code(0));
        attempt.exited(two, code(143));

        assertThat(end()).isInstanceOfSatisfying(AttemptEnd.Exited.class, exited -> {
            assertThat(exited.code()).isEqualTo(143);
            assertThat(exited.reason()).hasValue("container two was stopped when essential container one had ended");
        });
    }

    @Test
    void the_end_of_a_container_that_is_not_essential_changes_nothing() {
        Part app = essential("app", Map.of());
        Part sidecar = sidecar("sidecar", Map.of());
        DockerAttempt attempt = created(app, sidecar);
        attempt.started(app, T0);
        attempt.started(sidecar, T0);
        attempt.exited(sidecar, code(1));

        assertThat(work).containsExactly("start app", "start sidecar");
        assertThat(reports.ends(ID)).isEmpty();
    }
}
