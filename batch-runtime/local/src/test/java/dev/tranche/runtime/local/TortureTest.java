package dev.tranche.runtime.local;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.testkit.DurabilityContract;
import java.nio.file.Path;
import java.util.Collection;

/** Processes of a runtime that is killed again and again. {@code -Dtranche.kills=1000} is the long run. */
class TortureTest extends DurabilityContract {
    @Override
    protected Class<? extends Subject> subject() {
        return Processes.class;
    }

    @Override
    protected int kills() {
        return 25;
    }

    /** Processes that have to do with this test and are not this one. */
    @Override
    protected Collection<ProcessHandle> leftovers(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains(directory.toString()))
                        .orElse(false))
                .toList();
    }

    static final class Processes implements Subject {
        @Override
        public ComputeEnvironment environment() {
            return ComputeEnvironment.named("here").local().vcpus(4).build();
        }

        @Override
        public BackendFactory backend(Path directory) {
            return LocalBackend.factory().workDirectory(directory);
        }

        @Override
        public JobDefinition appends(Path file, int millis) {
            return JobDefinition.named("torture")
                    .script("echo x >> %s; sleep 0.%03d".formatted(file, millis))
                    .vcpus(1)
                    .memory(MemorySize.mib(16))
                    .build();
        }
    }
}
