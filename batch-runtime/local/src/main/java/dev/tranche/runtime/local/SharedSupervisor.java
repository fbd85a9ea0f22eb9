package dev.tranche.runtime.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervisor that outlives its runtime, and is spoken to through a socket.
 *
 * @param channel the connection to it
 */
record SharedSupervisor(SocketChannel channel) implements Reached {
    private static final Logger LOG = LoggerFactory.getLogger(SharedSupervisor.class);
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_MILLIS = 5;

    /** Starts a supervisor. */
    @FunctionalInterface
    interface Starter {
        Process start() throws IOException;
    }

    /**
     * Connects to the one that is at work, or to a new one.
     *
     * @throws IOException if neither is possible
     */
    static SharedSupervisor reach(AttemptPaths paths, Starter starter) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process own = null;
        while (true) {
            try {
                return new SharedSupervisor(SupervisorSocket.connect(paths));
            } catch (IOException nobodyListens) {
                if (System.nanoTime() - begun > START_NANOS) {
                    throw new IOException("nobody listens at " + paths.socket(), nobodyListens);
                }
            }
            if (own == null || foundAnother(own)) {
                own = starter.start();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /**
     * Whether it has ended because another was at work. That is no failure: the other is about to listen, or about to end.
     *
     * @throws IOException if it has ended for another reason
     */
    private static boolean foundAnother(Process own) throws IOException {
        if (own.isAlive()) {
            return false;
        }
        if (own.exitValue() != SupervisorSocket.OTHER_AT_WORK) {
            throw new IOException("it ended with exit code " + own.exitValue());
        }
        return true;
    }

    @Override
    public InputStream events() {
        return SupervisorSocket.in(channel);
    }

    @Override
    public OutputStream commands() {
        return SupervisorSocket.out(channel);
    }

    @Override
    public void hangUp() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("the supervisor was gone already", e);
        }
    }

    @Override
    public void kill() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("the supervisor was gone already", e);
        }
    }

    @Override
    public String awaitEnd() {
        kill();
        return "its connection ended";
    }
}
