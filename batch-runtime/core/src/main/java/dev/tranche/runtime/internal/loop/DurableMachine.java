package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine with its log: runs batches and publishes the outcomes of each once its frame is appended. If the machine
 * throws, or the frame cannot be appended, nothing of the batch exists. Loop thread only.
 */
/*
 * Fail-stop. A machine that threw may have applied half of a decision, so it is thrown away and built anew from the log,
 * which has whole batches only. Then the batch is run again without the input at which it threw. If it threw in between
 * (deadlines, cascades, placement), the guilty input is not known: each is run in a batch of its own, and the one that
 * throws is left out. A second throw on the way, or one without any input, means that the state itself is wrong: stop.
 */
final class DurableMachine {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerLoop.class);

    private final Function<FrameEncoder, Machine> machines;
    private final FrameEncoder encoder = new FrameEncoder();
    private final FrameLog log;
    private final Release release;
    private final Watch watch;
    private final long epoch;
    private Machine machine;
    private @Nullable Input current;
    private long lastMicros;

    DurableMachine(Function<FrameEncoder, Machine> machines, FrameLog log, Release release, Watch watch, long epoch) {
        this.machines = machines;
        this.log = log;
        this.release = release;
        this.watch = watch;
        this.epoch = epoch;
        this.machine = rebuilt();
    }

    /** Replaces a log that has become long by a checkpoint. Between batches. */
    void checkpointIfDue(long timeMicros) {
        if (log.wantsCheckpoint()) {
            encoder.begin(timeMicros, epoch);
            machine.checkpoint(encoder);
            encoder.finish();
            log.restart(encoder.bytes(), encoder.length());
        }
    }

    Machine machine() {
        return machine;
    }

    /** The time of the last frame that was read, 0 if there was none. */
    long lastMicros() {
        return lastMicros;
    }

    /**
     * Runs one batch and releases it.
     *
     * @throws LoopStoppedException if it cannot be recovered
     */
    void run(List<Input> inputs, long timeMicros) {
        try {
            decide(inputs, timeMicros);
        } catch (Throwable failure) {
            recover(inputs, timeMicros, failure);
            return;
        }
        publish(inputs, timeMicros);
    }

    private void decide(List<Input> inputs, long timeMicros) {
        current = null;
        encoder.begin(timeMicros, epoch);
        machine.begin(timeMicros);
        for (Input input : inputs) {
            current = input;
            input.feed(machine);
        }
        current = null;
        machine.place();
        encoder.finish();
        if (!encoder.isEmpty()) {
            log.append(encoder.bytes(), encoder.length());
        }
    }

    private void publish(List<Input> inputs, long timeMicros) {
        try {
            show(timeMicros);
            release.begin(timeMicros);
            if (!encoder.isEmpty()) {
                FrameDecoder.decode(encoder.bytes(), encoder.length(), release);
            }
            release.end();
            for (Input input : inputs) {
                input.released();
            }
        } catch (Throwable failure) {
            // what was appended cannot be taken back, and half of it may have left
            throw new LoopStoppedException("outcomes could not be published", failure);
        }
    }

    private void show(long timeMicros) {
        Outcomes watching = watch.outcomes();
        if (watching != null && !encoder.isEmpty()) {
            watch.batchBegins(timeMicros);
            FrameDecoder.decode(encoder.bytes(), encoder.length(), watching);
            watch.batchEnded(machine);
        }
    }

    private void recover(List<Input> inputs, long timeMicros, Throwable failure) {
        Input offender = current;
        LOG.error("the scheduler failed on {}; it goes on from its log without it", offender, failure);
        machine = rebuilt();
        try {
            if (offender != null) {
                runWithout(inputs, offender, timeMicros, failure);
            } else {
                runOneByOne(inputs, timeMicros, failure);
            }
        } catch (Throwable second) {
            second.addSuppressed(failure);
            throw new LoopStoppedException("the scheduler failed again while it recovered", second);
        }
    }

    private void runWithout(List<Input> inputs, Input offender, long timeMicros, Throwable failure) {
        List<Input> others = new ArrayList<>(inputs);
        others.remove(offender);
        others.add(quarantine(offender, failure));
        decide(others, timeMicros);
        publish(others, timeMicros);
        offender.failed(failure);
    }

    private void runOneByOne(List<Input> inputs, long timeMicros, Throwable failure) {
        Input offender = null;
        for (Input input : inputs) {
            try {
                decide(List.of(input), timeMicros);
            } catch (Throwable again) {
                if (offender != null) {
                    throw again;
                }
                offender = input;
                machine = rebuilt();
                runWithout(List.of(input), input, timeMicros, again);
                continue;
            }
            publish(List.of(input), timeMicros);
        }
        if (offender == null && inputs.isEmpty()) {
            throw new LoopStoppedException("the scheduler failed without an input", failure);
        }
    }

    private static Input quarantine(Input offender, Throwable failure) {
        return new Input() {
            @Override
            public void feed(Machine machine) {
                machine.quarantined(offender.toString(), failure.toString());
            }

            @Override
            public String toString() {
                return "quarantine of " + offender;
            }
        };
    }

    private Machine rebuilt() {
        Machine fresh = machines.apply(encoder);
        log.replay((frame, length) -> {
            lastMicros = FrameDecoder.time(frame);
            fresh.foldTime(lastMicros);
            FrameDecoder.decode(frame, length, fresh.fold());
        });
        fresh.recover();
        return fresh;
    }
}
