package dev.tranche.runtime.ec2;

import com.google.common.hash.Hashing;
import dev.tranche.runtime.spi.files.WorkRoot;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The tasks that a runtime without a journal leaves in a cluster if its process is killed: nothing of ours is there to stop
 * them. A directory on this machine says which runtimes use the cluster from here, and the next one stops what the dead left.
 */
final class LeftTasks implements AutoCloseable {
    private static final int HASH_DIGITS = 12;

    private final WorkRoot root;

    private LeftTasks(WorkRoot root) {
        this.root = root;
    }

    /**
     * Stops what dead runtimes left, and has this one remembered until the close.
     *
     * @param parent the directory that all runtimes of this machine share
     * @throws IOException if the directory cannot be made
     */
    static LeftTasks stop(Path parent, Cluster cluster, long runtimeId) throws IOException {
        WorkRoot root = WorkRoot.create(kind(cluster), parent.toRealPath(), runtimeId);
        root.sweepDead(dead -> stop(cluster, EcsBackend.owner(dead)));
        return new LeftTasks(root);
    }

    /** One for each cluster: who may stop tasks in another one is not known here. */
    private static String kind(Cluster cluster) {
        String where = cluster.calls().rates().where() + ", " + cluster.name();
        return "ec2-"
                + Hashing.sha256()
                        .hashString(where, StandardCharsets.UTF_8)
                        .toString()
                        .substring(0, HASH_DIGITS);
    }

    private static void stop(Cluster cluster, String owner) throws IOException {
        try {
            cluster.stopAll(owner, "Its runtime was killed");
        } catch (SdkException e) {
            throw new IOException("tasks of " + owner + " are not stopped: " + Trouble.text(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("tasks of " + owner + " may not be stopped");
        }
    }

    @Override
    public void close() throws IOException {
        root.close();
    }
}
