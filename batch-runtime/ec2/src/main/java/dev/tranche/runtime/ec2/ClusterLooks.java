package dev.tranche.runtime.ec2;

import dev.tranche.model.EcsEnvironment;
import dev.tranche.runtime.spi.BackendContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;

/** Looks at the cluster of an environment, at its tasks and at its task definitions, each at its own pace until the close. */
final class ClusterLooks {
    /** How long the opening waits for the first look at the cluster. */
    static final Duration OPENING_PATIENCE = Duration.ofSeconds(10);

    /** How often it is seen which tasks are to be looked at. */
    static final Duration TASK_PACE = Duration.ofSeconds(1);

    /** How often task definitions are looked through that nothing needs. */
    static final Duration DEFINITION_PACE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterLooks.class);

    private final EcsEnvironment environment;
    private final Ec2Settings settings;
    private final boolean journaled;
    private final long runtimeId;
    private final Surroundings around;
    private final Validity validity;
    private final Background background;

    // By the one that looks at the cluster only.
    private boolean settled;

    // Written once by the one that looks at the cluster, read by whoever closes.
    private volatile @Nullable Leftovers leftovers;

    /** What is looked at. */
    interface Surroundings {
        /**
         * The cluster and what follows it.
         *
         * @throws SdkException if AWS does not know us
         */
        ConnectedCluster connected();

        /** The same if AWS has known us already; nothing is asked of it. */
        Optional<ConnectedCluster> ifConnected();
    }

    ClusterLooks(
            EcsEnvironment environment,
            Ec2Settings settings,
            BackendContext context,
            Surroundings around,
            Validity validity,
            Background background) {
        this.environment = environment;
        this.settings = settings;
        this.journaled = context.journaled();
        this.runtimeId = context.runtimeId();
        this.around = around;
        this.validity = validity;
        this.background = background;
    }

    /** Looks at the cluster for the first time, and from then on; waits for the first look unless AWS takes its time. */
    void begin() {
        CompletableFuture<Boolean> looked = new CompletableFuture<>();
        background.soon(() -> {
            try {
                lookAtCluster();
            } finally {
                background.after(settings.clusterPace, () -> again(settings.clusterPace, this::lookAtCluster));
                looked.complete(true);
            }
        });
        background.after(TASK_PACE, () -> again(TASK_PACE, this::lookAtTasks));
        background.after(DEFINITION_PACE, () -> again(DEFINITION_PACE, this::lookAtDefinitions));
        try {
            var unused = looked.get(OPENING_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "environment {}: AWS has not answered for {}; it is INVALID until it does",
                    environment.name(),
                    OPENING_PATIENCE);
        } catch (ExecutionException e) {
            throw new AssertionError(e); // a look ends well, whatever comes of it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void again(Duration pace, Background.Task look) throws InterruptedException {
        try {
            look.run();
        } finally {
            background.after(pace, () -> again(pace, look));
        }
    }

    private void lookAtCluster() throws InterruptedException {
        try {
            if (!settled) {
                settle();
                settled = true;
            }
            ConnectedCluster made = around.connected();
            Optional<List<ContainerInstance>> listed = made.instances().pass();
            if (made.managed().isPresent()) {
                look(made.managed().get(), listed);
            }
        } catch (SdkException e) {
            validity.clusterTrouble(Trouble.text(e));
        } catch (MisfitException e) {
            validity.clusterTrouble(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            validity.clusterTrouble("Its tasks could not be stopped after a kill of this process: " + e);
        }
    }

    /** Instances keep their leases also while ECS does not say what is in the cluster. */
    private static void look(ManagedHosts hosts, Optional<List<ContainerInstance>> listed) throws InterruptedException {
        if (listed.isPresent()) {
            hosts.pass(listed.get());
        } else {
            hosts.renew();
        }
    }

    /** What is done once, before the first instance is reported. */
    private void settle() throws IOException, InterruptedException {
        ConnectedCluster made = around.connected();
        if (!journaled && leftovers == null) {
            leftovers = Leftovers.stop(settings.directory, environment, made, runtimeId);
        }
        made.logGroup().make();
        if (made.managed().isPresent()) {
            made.managed().get().begin();
        }
    }

    private void lookAtTasks() throws InterruptedException {
        Optional<ConnectedCluster> made = around.ifConnected();
        if (made.isPresent()) {
            made.get().tasks().pass();
        }
    }

    private void lookAtDefinitions() throws InterruptedException {
        Optional<ConnectedCluster> made = around.ifConnected();
        if (made.isPresent()) {
            made.get().definitions().removeUnneeded();
        }
    }

    /** Nothing is left in the cluster: the next runtime here need not look. */
    void nothingIsLeft() {
        Leftovers left = leftovers;
        if (left != null) {
            try {
                left.close();
            } catch (IOException e) {
                LOG.warn("environment {}: the directory of its runtime stays: {}", environment.name(), e.toString());
            }
        }
    }
}
