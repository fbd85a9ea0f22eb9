package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Volume;
import dev.tranche.runtime.spi.AttemptEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of events is cut, and nothing else. */
@NeedsEngine
class StreamCutTest {
    /** More than an engine remembers. */
    private static final int MANY_EVENTS = 260;

    @TempDir
    Path directory;

    private EngineProxy proxy;
    private Rig rig;
    private ContainerEngine engine;

    @BeforeEach
    void open() throws IOException {
        proxy = EngineProxy.plain();
        rig = new Rig(
                DockerBackend.factory().network("host"),
                Rig.environment().toBuilder().engine(proxy.uri()).build(),
                Rig.newRuntimeId(),
                false);
        engine = Rig.engine();
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
        engine.close();
        proxy.close();
    }

    /** One that ends with 6 when it may. */
    private AttemptId waiting() {
        AttemptId attempt = rig.shell(
                "until [ -e /gate/go ]; do sleep 0.1; done; exit 6",
                c -> c.mount(Volume.host("gate", directory), "/gate"));
        rig.reports.awaitStarts(attempt, 1, Rig.PATIENCE);
        return attempt;
    }

    private AttemptId running() {
        AttemptId attempt = rig.shell("sleep 1000");
        rig.reports.awaitStarts(attempt, 1, Rig.PATIENCE);
        return attempt;
    }

    private void endUnseen(AttemptId attempt) throws IOException {
        Files.createFile(directory.resolve("go"));
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .until(() ->
                        engine.inspect(rig.containerName(attempt)).orElseThrow().phase() == Inspection.Phase.EXITED);
        assertThat(rig.reports.ends(attempt)).isEmpty();
    }

    private void exited(AttemptId attempt, int code) {
        assertThat(rig.end(attempt))
                .isInstanceOfSatisfying(
                        AttemptEnd.Exited.class,
                        exited -> assertThat(exited.code()).isEqualTo(code));
        assertThat(rig.reports.starts(attempt)).hasSize(1);
        assertThat(rig.reports.ends(attempt)).hasSize(1);
    }

    private void runsOn(AttemptId attempt) {
        assertThat(rig.reports.ends(attempt)).isEmpty();
        rig.backend.stop(attempt, Duration.ZERO);
        exited(attempt, 137);
    }

    @Test
    void an_end_that_no_event_told_of_is_found_and_what_runs_runs_on() throws IOException {
        AttemptId ends = waiting();
        AttemptId runs = running();

        proxy.holdEvents();
        endUnseen(ends);
        proxy.letEventsThrough();

        exited(ends, 6);
        runsOn(runs);
    }

    @Test
    void so_it_is_when_more_happened_meanwhile_than_the_engine_remembers() throws IOException {
        AttemptId ends = waiting();
        AttemptId runs = running();
        String strangers = engine.create(command -> command.withImage(Rig.IMAGE).withCmd("sleep", "1000"));
        try {
            engine.start(strangers);

            proxy.holdEvents();
            endUnseen(ends);
            for (int i = 0; i < MANY_EVENTS; i++) {
                engine.signal(strangers, "SIGCONT");
            }
            proxy.letEventsThrough();

            exited(ends, 6);
            runsOn(runs);
        } finally {
            engine.remove(strangers);
        }
    }

    @Test
    void a_stop_reaches_a_program_while_no_events_come_and_its_end_is_told_afterwards() {
        AttemptId attempt = running();

        proxy.holdEvents();
        rig.backend.stop(attempt, Duration.ZERO);
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .until(() ->
                        engine.inspect(rig.containerName(attempt)).orElseThrow().phase() == Inspection.Phase.EXITED);
        proxy.letEventsThrough();

        exited(attempt, 137);
    }
}
