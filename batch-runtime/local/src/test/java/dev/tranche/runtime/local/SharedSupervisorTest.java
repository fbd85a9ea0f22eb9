package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a runtime finds a supervisor while another comes or goes. */
class SharedSupervisorTest {
    @TempDir
    private Path directory;

    private final AtomicInteger starts = new AtomicInteger();
    private ServerSocketChannel server;

    @BeforeEach
    void open() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private AttemptPaths paths() {
        return new AttemptPaths(directory);
    }

    private static Process exits(int code) throws IOException {
        return new ProcessBuilder("sh", "-c", "exit " + code).start();
    }

    private void listen() throws IOException {
        var unused = server.bind(UnixDomainSocketAddress.of(paths().socket()));
    }

    @Test
    void one_that_is_at_work_is_found_and_none_is_started() throws Exception {
        listen();

        SharedSupervisor found = SharedSupervisor.reach(paths(), () -> exits(starts.incrementAndGet()));

        assertThat(found.channel().isConnected()).isTrue();
        assertThat(starts).hasValue(0);
        found.kill();
    }

    @Test
    void if_the_other_ends_instead_of_listening_one_is_started_again() throws Exception {
        SharedSupervisor found = SharedSupervisor.reach(paths(), () -> {
            if (starts.incrementAndGet() == 3) {
                listen();
            }
            return exits(SupervisorSocket.OTHER_AT_WORK);
        });

        assertThat(starts).hasValue(3);
        found.kill();
    }

    @Test
    void one_that_fails_is_said_with_its_exit_code() {
        assertThatThrownBy(() -> SharedSupervisor.reach(paths(), () -> exits(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("it ended with exit code 1");
    }
}
