package dev.tranche.runtime.ec2;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** The calls of ECS that we need of a cluster, at their rates, page by page. Any thread. */
final class Cluster {
    /** How many tasks or instances can be asked for in one call. */
    static final int AT_ONCE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final String name;
    private final Optional<String> only;
    private final EcsClient ecs;
    private final Calls calls;

    /** @param only which instances are ours to use, in the cluster query language */
    Cluster(String name, Optional<String> only, EcsClient ecs, Calls calls) {
        this.name = name;
        this.only = only;
        this.ecs = ecs;
        this.calls = calls;
    }

    String name() {
        return name;
    }

    /** Another cluster of the same account and region. */
    Cluster named(String other) {
        return new Cluster(other, Optional.empty(), ecs, calls);
    }

    Calls calls() {
        return calls;
    }

    EcsClient ecs() {
        return ecs;
    }

    /**
     * Its instances that we may use, as they are now.
     *
     * @throws SdkException if AWS does not say
     */
    List<ContainerInstance> instances() throws InterruptedException {
        List<ContainerInstance> all = new ArrayList<>();
        for (List<String> arns : Lists.partition(instanceArns(), AT_ONCE)) {
            all.addAll(calls.again(
                            "DescribeContainerInstances",
                            () -> ecs.describeContainerInstances(
                                    request -> request.cluster(name).containerInstances(arns)))
                    .containerInstances());
        }
        return all;
    }

    private List<String> instanceArns() throws InterruptedException {
        List<String> arns = new ArrayList<>();
        Optional<String> page = Optional.empty();
        do {
            String token = page.orElse(null);
            ListContainerInstancesResponse answer = calls.again(
                    "ListContainerInstances",
                    () -> ecs.listContainerInstances(request ->
                            request.cluster(name).filter(only.orElse(null)).nextToken(token)));
            arns.addAll(answer.containerInstanceArns());
            page = Optional.ofNullable(answer.nextToken());
        } while (page.isPresent());
        return arns;
    }

    /** Tasks as they are now; at most {@link #AT_ONCE}. Those that ECS does not know are among the failures. */
    DescribeTasksResponse describe(Collection<String> arns) throws InterruptedException {
        return calls.again(
                "DescribeTasks",
                () -> ecs.describeTasks(request -> request.cluster(name).tasks(arns)));
    }

    /**
     * The tasks that an owner has started and that ECS still shows: those that run, and those that stopped in the last hour.
     * ECS lists by who started them only what runs; of what has stopped everybody's has to be looked at.
     */
    List<Task> startedBy(String owner) throws InterruptedException {
        List<String> arns = list(ListTasksRequest.builder().cluster(name).startedBy(owner));
        arns.addAll(list(ListTasksRequest.builder().cluster(name).desiredStatus(DesiredStatus.STOPPED)));
        List<Task> tasks = new ArrayList<>();
        for (List<String> some : Lists.partition(arns.stream().distinct().toList(), AT_ONCE)) {
            describe(some).tasks().stream()
                    .filter(task -> owner.equals(task.startedBy()))
                    .forEach(tasks::add);
        }
        return tasks;
    }

    private List<String> list(ListTasksRequest.Builder what) throws InterruptedException {
        List<String> arns = new ArrayList<>();
        Optional<String> page = Optional.empty();
        do {
            ListTasksRequest request = what.nextToken(page.orElse(null)).build();
            ListTasksResponse answer = calls.again("ListTasks", () -> ecs.listTasks(request));
            arns.addAll(answer.taskArns());
            page = Optional.ofNullable(answer.nextToken());
        } while (page.isPresent());
        return arns;
    }

    /** Says a start once; what it means if it fails is the caller's to know. */
    RunTaskResponse run(RunTaskRequest request) throws InterruptedException {
        return calls.once("RunTask", () -> ecs.runTask(request));
    }

    /** Has a task stopped: SIGTERM, after its stop time-out SIGKILL. A second time changes nothing. */
    void stop(String arn, String reason) throws InterruptedException {
        var unused = calls.again(
                "StopTask",
                () -> ecs.stopTask(request -> request.cluster(name).task(arn).reason(reason)));
    }

    /** Has all tasks stopped that an owner has started and that still run. */
    void stopAll(String owner, String reason) throws InterruptedException {
        for (String arn : list(ListTasksRequest.builder().cluster(name).startedBy(owner))) {
            stop(arn, reason);
        }
    }

    /**
     * Deletes it, with the instances that ECS still lists there.
     *
     * @throws SdkException if ECS does not let us, for tasks that run for example
     */
    void delete() throws InterruptedException {
        for (String arn : instanceArns()) {
            var gone = calls.again(
                    "DeregisterContainerInstance",
                    () -> ecs.deregisterContainerInstance(request ->
                            request.cluster(name).containerInstance(arn).force(true)));
            LOG.debug("no longer in cluster {}: {}", name, gone.containerInstance());
        }
        var deleted = calls.again("DeleteCluster", () -> ecs.deleteCluster(request -> request.cluster(name)));
        LOG.debug("deleted {}", deleted.cluster());
    }

    /** Has a task stopped whose end nobody waits for. */
    void stopLeft(String arn, String reason) throws InterruptedException {
        try {
            stop(arn, reason);
        } catch (SdkException e) {
            LOG.debug("task {} is not stopped ({}): {}", arn, reason, Trouble.text(e));
        }
    }
}
