package dev.tranche.runtime.ec2;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Volume;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.testkit.DurabilityContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Isolated;

/** Tasks of a runtime that is killed again and again, while AWS loses answers and throttles. */
@NeedsEngine
@Isolated
class TortureTest extends DurabilityContract {
    private final AwsStandIn aws = new AwsStandIn();

    @BeforeEach
    void openAws() throws IOException {
        aws.cluster(Rig.CLUSTER).host(8, 4_096);
        aws.inject().loseAnswers("RunTask", 0.1).throttle("RunTask", 0.1).throttle("DescribeTasks", 0.1);
        Files.writeString(address(ProcessHandle.current()), aws.endpoint().toString());
    }

    @AfterEach
    void closeAws() throws IOException {
        Files.delete(address(ProcessHandle.current()));
        aws.close();
    }

    /** Where a process that is to be killed finds the AWS of the test that started it. */
    private static Path address(ProcessHandle test) {
        return Path.of("target", "aws-of-" + test.pid());
    }

    @Override
    protected Class<? extends Subject> subject() {
        return Tasks.class;
    }

    @Override
    protected int kills() {
        return 5;
    }

    @Override
    protected Collection<?> leftovers(Path directory) {
        return aws.runningTasks();
    }

    static final class Tasks implements Subject {
        @Override
        public ComputeEnvironment environment() {
            ProcessHandle self = ProcessHandle.current();
            Path own = address(self);
            try {
                String endpoint = Files.readString(
                        Files.exists(own) ? own : address(self.parent().orElseThrow()));
                return ComputeEnvironment.named("lab")
                        .unmanaged(Rig.CLUSTER)
                        .region(AwsStandIn.REGION)
                        .endpoint(URI.create(endpoint))
                        .baseImage(AwsStandIn.IMAGE)
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public BackendFactory backend(Path directory) {
            return Rig.backend();
        }

        @Override
        public JobDefinition appends(Path file, int millis) {
            Path runs = Objects.requireNonNull(file.getParent());
            return JobDefinition.named("appends")
                    .image(
                            AwsStandIn.IMAGE,
                            c -> c.command(
                                            "sh",
                                            "-c",
                                            "echo x >> /runs/%s; sleep 0.%03d".formatted(file.getFileName(), millis))
                                    .mount(Volume.host("runs", runs), "/runs"))
                    .vcpus(1)
                    .memory(MemorySize.mib(32))
                    .build();
        }
    }
}
