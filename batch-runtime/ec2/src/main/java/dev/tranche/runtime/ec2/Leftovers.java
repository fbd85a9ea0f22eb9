package dev.tranche.runtime.ec2;

import com.google.common.hash.Hashing;
import dev.tranche.model.EcsEnvironment;
import dev.tranche.runtime.spi.files.WorkRoot;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What a runtime without a journal leaves if its process is killed: tasks in a cluster, and of a managed environment its instances.
 * A directory on this machine says which runtimes use the cluster or environment from here, and the next one ends what the dead left.
 */
final class Leftovers implements AutoCloseable {
    private static final int HASH_DIGITS = 12;

    private final WorkRoot root;

    private Leftovers(WorkRoot root) {
        this.root = root;
    }

    /**
     * Stops what dead runtimes left, and has this one remembered until the close.
     *
     * @param parent the directory that all runtimes of this machine share
     * @throws IOException if the directory cannot be made
     */
    static Leftovers stop(Path parent, EcsEnvironment environment, ConnectedCluster made, long runtimeId)
            throws IOException {
        WorkRoot root = WorkRoot.create(kind(environment, made), parent.toRealPath(), runtimeId);
        root.sweepDead(dead -> end(ClusterConnection.owner(dead), environment, made));
        return new Leftovers(root);
    }

    /** One for each cluster or managed environment: who may stop tasks in another one is not known here. */
    private static String kind(EcsEnvironment environment, ConnectedCluster made) {
        String where = made.calls().rates().where() + ", " + ClusterConnection.clusterName(environment, "managed");
        return "ec2-"
                + Hashing.sha256()
                        .hashString(where, StandardCharsets.UTF_8)
                        .toString()
                        .substring(0, HASH_DIGITS);
    }

    /** Its lock is gone, so its process is: nobody else has a right to what it left. */
    private static void end(String owner, EcsEnvironment environment, ConnectedCluster made) throws IOException {
        Cluster cluster = made.cluster().named(ClusterConnection.clusterName(environment, owner));
        try {
            if (made.managed().isEmpty()) {
                cluster.stopAll(owner, "Its runtime was killed");
            } else {
                ManagedCluster.removeAll(cluster, made.connection(), owner);
            }
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
