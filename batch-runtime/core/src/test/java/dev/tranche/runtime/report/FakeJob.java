package dev.tranche.runtime.report;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.ArraySummaries;
import dev.tranche.runtime.ArraySummary;
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.JobDetail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A job as a test wants it to have been at one moment. */
record FakeJob(
        JobId id,
        String name,
        JobStatus status,
        List<AttemptDetail> attempts,
        int arraySize,
        int inheritedChildren,
        List<JobId> dependsOn,
        long created,
        long stopped)
        implements JobDetail {
    private static final long RUNTIME = 7;
    private static final JobId RUN = new JobId(RUNTIME, 1000, JobId.NO_INDEX);

    static FakeJob job(long number, String name) {
        return new FakeJob(
                new JobId(RUNTIME, number, JobId.NO_INDEX), name, JobStatus.PENDING, List.of(), 0, 0, List.of(), 0, -1);
    }

    static FakeJob array(long number, String name, int size) {
        return new FakeJob(
                new JobId(RUNTIME, number, JobId.NO_INDEX),
                name,
                JobStatus.PENDING,
                List.of(),
                size,
                0,
                List.of(),
                0,
                -1);
    }

    FakeJob child(int index) {
        return new FakeJob(id.child(index), name, JobStatus.PENDING, List.of(), 0, 0, dependsOn, created, -1);
    }

    FakeJob inherits(int children) {
        return new FakeJob(id, name, status, attempts, arraySize, children, dependsOn, created, stopped);
    }

    FakeJob after(FakeJob predecessor) {
        return new FakeJob(
                id, name, status, attempts, arraySize, inheritedChildren, List.of(predecessor.id), created, stopped);
    }

    FakeJob is(JobStatus now, FakeAttempt... all) {
        long end = now.isTerminal() && all.length > 0 ? all[all.length - 1].stopped() : -1;
        return new FakeJob(id, name, now, List.of(all), arraySize, inheritedChildren, dependsOn, created, end);
    }

    @Override
    public String queue() {
        return "here";
    }

    @Override
    public Optional<String> shareIdentifier() {
        return Optional.empty();
    }

    @Override
    public OptionalInt schedulingPriority() {
        return OptionalInt.empty();
    }

    @Override
    public boolean held() {
        return false;
    }

    @Override
    public Optional<JobId> rerunOf() {
        return Optional.empty();
    }

    @Override
    public boolean inherited() {
        return false;
    }

    @Override
    public JobDefinition definition() {
        return JobDefinition.named(name)
                .script("true")
                .vcpus(1)
                .memory(MemorySize.mib(64))
                .build();
    }

    @Override
    public Optional<JobId> run() {
        return Optional.of(RUN);
    }

    @Override
    public Optional<String> workflow() {
        return Optional.of("words");
    }

    @Override
    public Optional<String> statusReason() {
        return Optional.empty();
    }

    @Override
    public OptionalInt exitCode() {
        return attempts.isEmpty()
                ? OptionalInt.empty()
                : attempts.get(attempts.size() - 1).exitCode();
    }

    @Override
    public Instant createdAt() {
        return Instant.ofEpochMilli(created);
    }

    @Override
    public Optional<Instant> startedAt() {
        return attempts.isEmpty() ? Optional.empty() : attempts.get(0).startedAt();
    }

    @Override
    public Optional<Instant> stoppedAt() {
        return stopped < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(stopped));
    }

    @Override
    public Optional<ArraySummary> array() {
        return arraySize == 0 ? Optional.empty() : Optional.of(ArraySummaries.inherited(arraySize, inheritedChildren));
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public boolean terminated() {
        return false;
    }

    @Override
    public JobDetail orThrow() {
        return this;
    }
}
