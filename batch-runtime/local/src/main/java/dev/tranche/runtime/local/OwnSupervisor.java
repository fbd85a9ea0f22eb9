package dev.tranche.runtime.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervisor that ends with its runtime, and is spoken to through its standard input and output.
 *
 * @param process the supervisor
 */
record OwnSupervisor(Process process) implements Reached {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSupervisor.class);

    @Override
    public InputStream events() {
        return process.getInputStream();
    }

    @Override
    public OutputStream commands() {
        return process.getOutputStream();
    }

    @Override
    public void hangUp() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the supervisor was gone already", e);
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public String awaitEnd() throws InterruptedException {
        return "it ended with exit code " + process.waitFor();
    }
}
