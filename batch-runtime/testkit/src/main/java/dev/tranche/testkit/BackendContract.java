package dev.tranche.testkit;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.runtime.spi.BackendFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend has to do, as tests: extend this and say how the backend is opened. Tests of what the backend does not
 * claim among its {@link dev.tranche.runtime.spi.Capability capabilities} are skipped.
 *
 * <p>The tests stand in one class for each topic, which all run with whoever extends this. One backend is opened for all of
 * them; only those of closing open others. Programs are shell scripts of what POSIX and BusyBox have in common.
 *
 * <pre>{@code
 * class LocalBackendContractTest extends BackendContract {
 *     @Override
 *     protected BackendFactory factory() {
 *         return LocalBackend.factory();
 *     }
 *
 *     @Override
 *     protected ComputeEnvironment environment() {
 *         return ComputeEnvironment.named("here").local().build();
 *     }
 *
 *     @Override
 *     protected JobDefinitionBuilder shell(String text) {
 *         return JobDefinition.named("contract").script(text).vcpus(1).memory(MemorySize.mib(64));
 *     }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract {
    private OpenBackend subject;

    /** For backends that pass. */
    protected BackendContract() {}

    /**
     * Opens the backend under test.
     *
     * @return its factory
     */
    protected abstract BackendFactory factory();

    /**
     * The environment that the backend serves in these tests.
     *
     * @return an environment with room for some small jobs
     */
    protected abstract ComputeEnvironment environment();

    /**
     * A definition that runs a text as a shell script, in a way that this backend can.
     *
     * @param text the script
     * @return a definition, not yet built
     */
    protected abstract JobDefinitionBuilder shell(String text);

    /**
     * Whether a process with this argument runs somewhere on the backend's hosts. By default looks at this machine.
     *
     * @param argument an argument that no other process has
     * @return whether there is one
     */
    protected boolean isAlive(String argument) {
        return HostProcesses.isAlive(argument);
    }

    /**
     * How long the tests wait for what has to come. They never wait that long if all is well.
     *
     * @return by default one minute
     */
    protected Duration patience() {
        return Duration.ofMinutes(1);
    }

    /**
     * How many attempts are launched at once where the tests need many.
     *
     * @return by default 200
     */
    protected int many() {
        return 200;
    }

    @BeforeAll
    void open() {
        subject = new OpenBackend(this);
    }

    @AfterAll
    void close() {
        subject.backend.close();
    }

    @Nested
    final class Ends extends EndsContract {
        Ends() {
            super(subject);
        }
    }

    @Nested
    final class Stops extends StopsContract {
        Stops() {
            super(subject);
        }
    }

    @Nested
    final class Logs extends LogsContract {
        Logs() {
            super(subject);
        }
    }

    @Nested
    final class Surroundings extends SurroundingsContract {
        Surroundings() {
            super(subject);
        }
    }

    @Nested
    final class Nodes extends NodesContract {
        Nodes() {
            super(subject);
        }
    }

    @Nested
    final class Inventory extends InventoryContract {
        Inventory() {
            super(subject);
        }
    }
}
