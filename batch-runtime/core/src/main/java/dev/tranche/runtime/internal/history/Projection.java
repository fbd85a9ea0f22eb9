package dev.tranche.runtime.internal.history;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Verdict;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the outcomes of frames. After a failure it is of no use any more.
 *
 * <p>A job is mostly written once, when it has ended. Until then it is kept in memory, and {@link #flush} says from which
 * frame on the story has to be told again to whoever comes after this process. One that takes long is written before, so
 * that neither the memory nor the story gets long. What is told again changes nothing: a job that has ended stays as it is.
 */
final class Projection extends OutcomeListener {
    /** How many jobs that have not ended are kept in memory, of those that are written and of those that are not. */
    static final int ROOM = 65_536;

    /** After so many bytes of frames a job that has not ended is written. */
    static final long LONG_BYTES = 16L << 20;

    private static final String RUN = "run";

    private final HistoryWriter writer;
    private final Function<JobSpec, String> definitionName;
    private final Map<Integer, String> environments = new HashMap<>();
    private final Map<Integer, String> queues = new HashMap<>();
    private final Map<Integer, Host> hosts = new HashMap<>();
    private final Map<Integer, SpecFacts> specs = new HashMap<>();
    private final Map<JobKey, JobRow> rows = new HashMap<>();
    private final Set<JobKey> changed = new LinkedHashSet<>();
    private final LinkedHashMap<JobKey, Since> unwritten = new LinkedHashMap<>();
    private final Map<AttemptKey, AttemptRow> changedAttempts = new LinkedHashMap<>();
    private final Map<Long, String> runs = new HashMap<>();
    private long highest;
    private long ended;
    private long now;
    private long seq;
    private long told;
    private boolean ambiguous;

    /** Where the story of a job begins: in which frame, behind how many bytes of frames, and when. */
    private record Since(long seq, long told, long at) {}

    private record Host(String environment, String name) {}

    private record AttemptKey(JobKey job, int number) {}

    /** A failure of the database in the middle of a frame. */
    static final class UnwritableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnwritableException(SQLException cause) {
            super(cause.getMessage(), cause);
        }
    }

    Projection(HistoryWriter writer, Function<JobSpec, String> definitionName) throws SQLException {
        this.writer = writer;
        this.definitionName = definitionName;
        this.ended = writer.ended();
        this.highest = writer.highest();
        writer.known(this::known);
    }

    private void known(String kind, long number, String text, String detail) {
        switch (kind) {
            case "environment" -> environments.put((int) number, text);
            case "queue" -> queues.put((int) number, text);
            case "host" -> hosts.put((int) number, new Host(detail, text));
            case "spec" -> specs.put((int) number, SpecFacts.read(text, detail));
            case RUN -> runs.put(number, text);
            default -> throw new IllegalStateException("the history knows no " + kind);
        }
    }

    /** Takes in a frame of this number. */
    void frame(long number, byte[] frame) {
        seq = number;
        told += frame.length;
        now = FrameDecoder.time(frame);
        FrameDecoder.decode(frame, frame.length, this);
    }

    /**
     * Writes what has to be written, to be committed.
     *
     * @return the number of the frame behind which the story has to be told again
     */
    long flush() throws SQLException {
        for (JobKey key : changed) {
            JobRow row = rows.get(key);
            if (row != null && (row.end() != null || !unwritten.containsKey(key))) {
                write(row);
            }
        }
        changed.clear();
        writeWhatTakesLong();
        for (Map.Entry<AttemptKey, AttemptRow> each : changedAttempts.entrySet()) {
            writer.put(each.getKey().job(), each.getValue());
        }
        changedAttempts.clear();
        if (rows.size() - unwritten.size() > ROOM) {
            rows.keySet().retainAll(unwritten.keySet());
        }
        return unwritten.isEmpty() ? seq : oldest().seq() - 1;
    }

    private Since oldest() {
        return unwritten.values().iterator().next();
    }

    /** Whether what will be told again may have ended before a time. */
    boolean tellsOfBefore(long time) {
        return !unwritten.isEmpty() && oldest().at() < time;
    }

    /** Writes also what has only begun: nothing has to be told again. */
    void flushAll() throws SQLException {
        ambiguous = true;
        long unused = flush();
    }

    /** The same if that has become much, so that a long story needs no room. */
    void flushIfFull() {
        if (changed.size() >= ROOM) {
            try {
                flushAll();
            } catch (SQLException e) {
                throw new UnwritableException(e);
            }
        }
    }

    private void writeWhatTakesLong() throws SQLException {
        Iterator<Map.Entry<JobKey, Since>> oldest = unwritten.entrySet().iterator();
        int left = unwritten.size();
        while (oldest.hasNext()) {
            Map.Entry<JobKey, Since> next = oldest.next();
            if (!ambiguous && left <= ROOM && told - next.getValue().told() <= LONG_BYTES) {
                return;
            }
            JobRow row = rows.get(next.getKey());
            oldest.remove();
            left--;
            if (row != null) {
                writeWithAttempts(row);
            }
        }
        ambiguous = false;
    }

    private void write(JobRow row) throws SQLException {
        if (unwritten.remove(row.key()) == null) {
            writer.put(row);
        } else {
            writeWithAttempts(row);
        }
        if (row.end() != null) {
            rows.remove(row.key());
        }
    }

    private void writeWithAttempts(JobRow row) throws SQLException {
        writer.put(row);
        for (AttemptRow attempt : row.attempts()) {
            writer.put(row.key(), attempt);
        }
    }

    long ended() {
        return ended;
    }

    /** The time of the last frame. */
    long now() {
        return now;
    }

    // ---- rows

    private @Nullable JobRow row(JobKey key) {
        JobRow cached = rows.get(key);
        if (cached != null) {
            return cached;
        }
        try {
            JobRow found = writer.find(key);
            if (found != null) {
                rows.put(key, found);
            }
            return found;
        } catch (SQLException e) {
            throw new UnwritableException(e);
        }
    }

    /** A job that has not ended, or null; of a child or node that was not seen before, its row begins. */
    private @Nullable JobRow open(long job, int index) {
        JobKey key = new JobKey(job, index);
        JobRow row = row(key);
        if (row == null && index >= 0) {
            JobRow whole = row(JobKey.of(job));
            row = whole == null || whole.end() != null ? null : begin(whole.part(index, memory(whole, index)));
        }
        return row == null || row.end() != null ? null : row;
    }

    private int memory(JobRow whole, int index) {
        SpecFacts spec = specs.get(whole.spec());
        return spec != null && spec.isGang() ? spec.memoryOf(index) : whole.memoryMib();
    }

    private void put(JobRow row) {
        rows.put(row.key(), row);
        changed.add(row.key());
    }

    private void put(JobRow row, AttemptRow attempt) {
        put(row.with(attempt));
        if (!unwritten.containsKey(row.key())) {
            changedAttempts.put(new AttemptKey(row.key(), attempt.number()), attempt);
        }
    }

    /** The story of a job begins, which nobody has written down. */
    private JobRow begin(JobRow row) {
        unwritten.put(row.key(), new Since(seq, told, now));
        put(row);
        return row;
    }

    /** The job itself, and of a multi-node job also the whole of it, whose attempts are those of its main node. */
    private void change(long job, int index, Function<JobRow, @Nullable AttemptRow> how) {
        JobRow row = open(job, index);
        AttemptRow next = row == null ? null : how.apply(row);
        if (row != null && next != null) {
            put(row, next);
        }
        SpecFacts spec = row == null ? null : specs.get(row.spec());
        if (index >= 0 && spec != null && spec.mainNode() == index) {
            change(job, -1, how);
        }
    }

    // ---- what numbers stand for

    /**
     * A number that stood for something else cannot be told of again: all that it was said of is written now.
     *
     * @param again whether it stood for something
     */
    private void remember(String kind, long number, String text, String detail, boolean again) {
        ambiguous |= again;
        known(kind, number, text, detail);
        try {
            writer.putKnown(kind, number, text, detail);
        } catch (SQLException e) {
            throw new UnwritableException(e);
        }
    }

    @Override
    public void environmentAdded(int environment, String name, int maxMillivcpus) {
        remember("environment", environment, name, "", environments.containsKey(environment));
    }

    @Override
    public void queueAdded(Queue queue) {
        remember("queue", queue.number(), queue.name(), "", queues.containsKey(queue.number()));
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        remember("host", host, name, environments.getOrDefault(environment, ""), hosts.containsKey(host));
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        SpecFacts facts = SpecFacts.of(content, definitionName.apply(content));
        remember("spec", spec, facts.definition(), facts.detail(), specs.containsKey(spec));
    }

    @Override
    public void workflowOpened(long workflow, String name) {
        remember(RUN, workflow, name, "", runs.containsKey(workflow));
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        runs.remove(workflow);
        try {
            writer.dropKnown(RUN, workflow);
        } catch (SQLException e) {
            throw new UnwritableException(e);
        }
    }

    // ---- jobs

    /** Most jobs that are accepted have a higher number than all before, so nobody need look for them. */
    private boolean isKnown(JobKey key) {
        return key.number() <= highest && row(key) != null;
    }

    @Override
    public void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        SpecFacts facts = specs.get(spec);
        JobKey key = JobKey.of(job);
        if (facts == null || isKnown(key)) {
            return;
        }
        highest = Math.max(highest, job);
        JobRow unused = begin(new JobRow(
                key,
                name,
                queues.getOrDefault(queue, ""),
                share,
                priority,
                facts.definition(),
                spec,
                facts.ownMemory(),
                workflow,
                workflow == 0 ? null : runs.get(workflow),
                arraySize,
                now,
                null,
                List.of()));
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        JobRow row = open(job, index);
        if (row != null) {
            SpecFacts spec = specs.get(row.spec());
            int mib = spec != null && spec.isGang() ? row.memoryMib() : memoryMib;
            put(row.moved(queues.getOrDefault(queue, row.queue()), share, priority, mib));
        }
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        Host where = hosts.getOrDefault(host, new Host("", ""));
        long at = now;
        change(
                job,
                index,
                row -> new AttemptRow(attempt, where.environment(), where.name(), row.memoryMib(), at, 0, null));
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        change(job, index, row -> {
            AttemptRow placed = row.attempt(attempt);
            return placed == null ? null : placed.started(at);
        });
    }

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {
        change(job, index, row -> {
            AttemptRow placed = row.attempt(attempt);
            return placed == null
                    ? null
                    : placed.ended(new AttemptRow.End(at, verdict, exitCode, reason, statusReason));
        });
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        JobRow row = open(job, index);
        if (row == null) {
            return;
        }
        end(row, status, cause, statusReason);
        SpecFacts spec = specs.get(row.spec());
        if (index < 0 && spec != null && spec.isGang()) {
            for (int node = 0; node < spec.memoryMib().size(); node++) {
                endNode(row, node, spec, status, cause, statusReason);
            }
        }
    }

    /** Nodes end with their job: one well that ended well itself. */
    private void endNode(
            JobRow gang, int index, SpecFacts spec, JobStatus status, EndCause cause, @Nullable String reason) {
        JobRow known = row(new JobKey(gang.key().number(), index));
        JobRow node = known == null ? gang.part(index, spec.memoryOf(index)) : known;
        AttemptRow last = node.attempts().isEmpty()
                ? null
                : node.attempts().get(node.attempts().size() - 1);
        AttemptRow.End how = last == null ? null : last.end();
        boolean main = index == spec.mainNode();
        boolean well = main ? status == JobStatus.SUCCEEDED : how != null && how.verdict() == Verdict.SUCCEEDED;
        String why = main || how == null ? reason : how.statusReason();
        end(node, well ? JobStatus.SUCCEEDED : JobStatus.FAILED, cause, well ? null : why);
    }

    private void end(JobRow row, JobStatus status, EndCause cause, @Nullable String reason) {
        ended++;
        put(row.with(row.memoryMib(), row.attempts(), new JobRow.End(ended, now, status, cause, reason)));
    }
}
