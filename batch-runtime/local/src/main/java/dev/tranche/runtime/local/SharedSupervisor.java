package dev.tranche.runtime.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
                if (hasFailed(own)) {
                    throw new IOException("it ended with exit code " + exitCode(own), nobodyListens);
                }
                if (System.nanoTime() - begun > START_NANOS) {
                    throw new IOException("nobody listens at " + paths.socket(), nobodyListens);
                }
            }
            own = own == null ? starter.start() : own;
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** One that found another at work is no failure: that one is about to listen. */
    private static boolean hasFailed(@Nullable Process own) {
        return own != null && !own.isAlive() && own.exitValue() != SupervisorSocket.OTHER_AT_WORK;
    }

    private static int exitCode(@Nullable Process own) {
        return own == null ? 0 : own.exitValue();
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
