package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.spi.AttemptEnd;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * 200 jobs at once, or as many as {@code -Dtranche.many} says, in the network of the host, where a container costs its
 * engine half as much.
 */
@NeedsEngine
class ManyJobsTest {
    private static final int MANY = Integer.getInteger("tranche.many", 200);

    @Test
    void each_has_its_own_end_and_output_and_nothing_is_left() {
        String ours;
        try (Rig rig = new Rig(DockerBackend.factory().network("host"))) {
            ours = new Labels(rig.runtimeId, "engine").filter();
            List<AttemptId> attempts = IntStream.range(0, MANY)
                    .mapToObj(i -> rig.launch(Rig.sized(JobDefinition.named("test")
                            .image(Rig.IMAGE, c -> c.command("sh", "-c", "echo " + i + "; exit " + i % 7)))))
                    .toList();

            for (int i = 0; i < MANY; i++) {
                int code = i % 7;
                AttemptId attempt = attempts.get(i);
                assertThat(rig.end(attempt))
                        .isInstanceOfSatisfying(
                                AttemptEnd.Exited.class,
                                exited -> assertThat(exited.code()).isEqualTo(code));
                assertThat(rig.out(attempt)).isEqualTo(i + "\n");
                rig.backend.release(attempt);
            }
            assertThat(attempts).allSatisfy(attempt -> {
                assertThat(rig.reports.starts(attempt)).hasSize(1);
                assertThat(rig.reports.ends(attempt)).hasSize(1);
            });
        }
        try (ContainerEngine engine = Rig.engine()) {
            assertThat(engine.list(ours)).isEmpty();
        }
    }
}
