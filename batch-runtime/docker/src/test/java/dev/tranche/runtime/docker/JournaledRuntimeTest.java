package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerBuilder;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an opening of a journaled runtime leaves on a real engine and on the disk, and what the next one makes of it. */
@NeedsEngine
class JournaledRuntimeTest {
    private static final JobDefinition TWO = JobDefinition.named("two")
            .containers(
                    container("one").nonEssential().build(),
                    container("other")
                            .startAfter(container("one").nonEssential().build(), Container.Condition.COMPLETE)
                            .build())
            .build();

    @TempDir
    Path directory;

    private final long runtimeId = Rig.newRuntimeId();

    private static ContainerBuilder container(String name) {
        return Container.named(name)
                .image(Rig.IMAGE, options -> options.script("echo " + name))
                .vcpus(1)
                .memory(MemorySize.mib(32));
    }

    private Rig open() {
        return new Rig(DockerBackend.factory().workDirectory(directory), Rig.environment(), runtimeId, true);
    }

    private static Map<AttemptId, AttemptState> inventory(Rig rig, AttemptId... attempts) {
        return rig.backend
                .inventory(List.of(attempts))
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static void awaitGone(Rig rig, AttemptId attempt) {
        try (ContainerEngine engine = Rig.engine()) {
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> engine.inspect(rig.containerName(attempt)).isEmpty());
        }
    }

    @AfterEach
    void removeTheLeases() {
        try (ContainerEngine engine = Rig.engine()) {
            engine.list(new Labels(runtimeId, "engine").filter()).forEach(lease -> engine.remove(lease.id()));
        }
    }

    @Test
    void what_attempts_of_an_earlier_opening_wrote_can_be_read_until_their_job_is_forgotten() throws IOException {
        AttemptId released;
        AttemptId several;
        try (Rig first = open()) {
            released = first.shell("echo out; echo err >&2");
            several = first.launch(TWO);
            for (AttemptId each : List.of(released, several)) {
                assertThat(first.end(each)).isNotNull();
                first.backend.release(each);
            }
            awaitGone(first, released);
            try (ContainerEngine engine = Rig.engine()) {
                Awaitility.await()
                        .atMost(Rig.PATIENCE)
                        .until(() -> engine.inspect(ContainerMapper.name(several, "other"))
                                .isEmpty());
            }
        }

        try (Rig second = open()) {
            assertThat(inventory(second)).isEmpty();
            assertThat(second.out(released)).isEqualTo("out\n");
            assertThat(second.err(released)).isEqualTo("err\n");
            assertThat(second.out(several).lines()).containsExactlyInAnyOrder("one | one", "other | other");

            second.backend.forget(released.job(), 1);
            second.backend.forget(several.job(), 1);
            Awaitility.await().atMost(Rig.PATIENCE).until(() -> kept("outputs").isEmpty());
            assertThat(second.out(released)).isEmpty();
            assertThat(kept("started")).isEmpty();
        }
    }

    private List<Path> kept(String what) throws IOException {
        try (Stream<Path> roots = Files.list(directory)) {
            Path root = roots.filter(each -> each.toString().endsWith("-engine"))
                    .findFirst()
                    .orElseThrow();
            try (Stream<Path> all = Files.list(root.resolve(what))) {
                return all.toList();
            }
        }
    }

    @Test
    void an_attempt_whose_end_was_recorded_is_cleaned_and_its_output_kept() {
        AttemptId recorded;
        AttemptId running;
        try (Rig first = open()) {
            recorded = first.shell("echo out");
            running = first.shell("sleep 1000");
            assertThat(first.end(recorded)).isNotNull();
            first.reports.awaitStarts(running, 1, Rig.PATIENCE);
        }

        try (Rig second = open()) {
            assertThat(inventory(second, running).get(running)).isInstanceOf(AttemptState.Running.class);
            awaitGone(second, recorded);
            assertThat(second.out(recorded)).isEqualTo("out\n");

            second.backend.stop(running, Duration.ZERO);
            assertThat(second.end(running)).isInstanceOf(AttemptEnd.Exited.class);
            second.backend.release(running);
            awaitGone(second, running);
        }
    }

    @Test
    void an_attempt_that_was_started_and_is_gone_is_unknown_and_one_that_was_only_created_is_not() {
        AttemptId vanished;
        AttemptId created;
        try (Rig first = open();
                ContainerEngine engine = Rig.engine()) {
            vanished = first.shell("sleep 1000");
            created = first.next();
            first.reports.awaitStarts(vanished, 1, Rig.PATIENCE);
            Labels labels = new Labels(runtimeId, "engine");
            String unused = engine.create(command -> {
                Map<String, String> all = labels.common();
                all.put(Labels.ATTEMPT, created.toString());
                return command.withImage(Rig.IMAGE)
                        .withName(ContainerMapper.name(created, ""))
                        .withLabels(all);
            });
        }
        try (ContainerEngine engine = Rig.engine()) {
            engine.remove(engine.inspect(ContainerMapper.name(vanished, ""))
                    .orElseThrow()
                    .id());
        }

        try (Rig second = open()) {
            Map<AttemptId, AttemptState> states = inventory(second, vanished, created);

            assertThat(states.get(vanished))
                    .isInstanceOfSatisfying(
                            AttemptState.Ended.class,
                            ended -> assertThat(ended.end()).isInstanceOf(AttemptEnd.Unknown.class));
            assertThat(states.get(created)).isInstanceOf(AttemptState.NeverStarted.class);
        }
    }

    @Test
    void the_directory_of_a_workflow_run_is_there_at_the_next_opening() {
        JobId run;
        try (Rig first = open()) {
            run = first.job();
            AttemptId wrote = first.launch(inRun("echo word > $TRANCHE_RUN_DIR/file"), Map.of(), Optional.of(run));
            assertThat(first.output(wrote)).isEmpty();
        }

        try (Rig second = open()) {
            AttemptId reads = new AttemptId(new JobId(runtimeId, run.number() + 10, JobId.NO_INDEX), 1);
            second.launch(reads, inRun("cat $TRANCHE_RUN_DIR/file"), Map.of(), Optional.of(run));
            assertThat(second.output(reads)).isEqualTo("word\n");
            second.backend.runEnded(run, false);
        }
    }

    private static JobDefinition inRun(String script) {
        return Rig.definition(script, container -> container);
    }
}
