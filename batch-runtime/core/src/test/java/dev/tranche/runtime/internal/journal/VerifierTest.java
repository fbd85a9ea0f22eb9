package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.EndKind;
import dev.tranche.runtime.internal.machine.Inputs;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.StockChange;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.machine.Tee;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.ScalingRules;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullUnmarked // arguments of reflective calls
class VerifierTest {
    private static final long RUNTIME = 7;
    private static final long SECOND = 1_000_000;
    private static final long JOB = (1L << 40) + 1;

    private final FrameEncoder encoder = new FrameEncoder();
    private final List<byte[]> frames = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Set<String> kinds = new TreeSet<>();
    private Machine machine = new RecordingMachine(RUNTIME, encoder, encoder, 1);
    private long now = 1_700_000_000 * SECOND;

    private void batch(Consumer<Inputs> inputs) {
        now += 2 * SECOND;
        encoder.begin(now, 1);
        machine.begin(now);
        inputs.accept(noting());
        machine.place();
        encoder.finish();
        if (!encoder.isEmpty()) {
            frames.add(Arrays.copyOf(encoder.bytes(), encoder.length()));
        }
    }

    /** Says it to the machine and notes it. */
    private Inputs noting() {
        Inputs notes = CallTexts.inputs(said);
        return (Inputs) Proxy.newProxyInstance(
                Inputs.class.getClassLoader(), new Class<?>[] {Inputs.class}, (self, call, arguments) -> {
                    kinds.add(call.getName());
                    call.invoke(notes, arguments);
                    return call.invoke(machine, arguments);
                });
    }

    private static JobSpec spec(int vcpus, Consumption... consumes) {
        return new JobSpec(
                vcpus * 1_000,
                64,
                0,
                0,
                List.of(consumes),
                -1L,
                Retry.upTo(1),
                0,
                0,
                1_000,
                JobSpec.OnUnknown.HOLD,
                (vcpus + "").getBytes(StandardCharsets.UTF_8));
    }

    private static Submission job(
            JobSpec spec, int size, @Nullable String token, boolean held, int stop, long rerunOf, long... after) {
        List<Submission.Dependency> dependencies = Arrays.stream(after)
                .mapToObj(each -> new Submission.Dependency(each, -1, DependencyKind.ANY))
                .toList();
        return new Submission("job", 0, spec, size, false, dependencies, 0, token, "", 0, held, stop, rerunOf);
    }

    private void live() {
        Consumption licence = new Consumption("licence", 2, true, 1);
        HostType type = new HostType("m5.large", 2_000, 4_096, 0, 0, 96_000);
        ScalingRules rules =
                new ScalingRules(ScalingRules.Allocation.values()[0], 0, 64_000, 8, Long.MAX_VALUE, 60 * SECOND);
        batch(inputs -> {
            inputs.addEnvironment("here", 0);
            inputs.addEnvironment("cloud", 64_000);
            inputs.addQueue(Queue.plain(0, "first", 1, false, 0));
            inputs.addQueue(Queue.plain(1, "second", 1, false, 1));
            inputs.hostJoined(0, "h", 4_000, 4_096, 0, 0);
            inputs.hostHeld(0, "h", 1_000, 0, 0, 0);
            inputs.environmentScales(1, rules);
            inputs.hostTypes(1, List.of(type));
        });
        batch(inputs -> {
            inputs.submit(JOB, job(spec(1, licence), 0, "token", false, 0, 0));
            inputs.submit(JOB + 1, job(spec(1), 0, null, true, 0, 0));
            inputs.submit(JOB + 2, job(spec(1), 3, null, false, 2, 0));
            inputs.submit(JOB + 3, job(spec(2), 0, null, false, 0, 0, JOB, JOB + 2));
            inputs.openWorkflow(JOB + 4, "run");
        });
        batch(inputs -> {
            inputs.started(JOB, -1, 1, now - 3);
            inputs.release(JOB + 1, -1);
            inputs.hold(JOB + 3, -1, "not yet");
            inputs.changePriority(JOB + 3, -1, 5);
            inputs.changeStock(licence, StockChange.ADD);
            inputs.sealWorkflow(JOB + 4, 1, 0);
        });
        batch(inputs -> {
            inputs.ended(JOB, -1, 1, EndKind.SIGNALED, 137, true, "grüße", now - 5);
            inputs.cancel(JOB + 3, -1, "no");
            inputs.terminate(JOB + 2, -1, "nor this");
            inputs.disableQueue(1, "at night");
            inputs.disableEnvironment(1, "new image");
        });
        batch(inputs -> {
            inputs.enableQueue(1);
            inputs.enableEnvironment(1);
            inputs.submit(JOB + 5, job(spec(1), 0, null, true, 0, JOB));
        });
        batch(inputs -> inputs.moveTo(JOB + 5, -1, 1, -1L));
        batch(inputs -> inputs.release(JOB + 5, -1));
        batch(inputs -> {});
        batch(inputs -> {
            inputs.hostLaunched(1, 1, "i-1", "m5.large");
            inputs.hostRequestAnswered(1, 1, 1, false);
            inputs.hostTypeWithheld(1, "m5.large", "InsufficientInstanceCapacity");
        });
        batch(inputs -> inputs.ended(JOB + 1, -1, 1, EndKind.UNKNOWN, -1, false, null, now));
        batch(inputs -> inputs.resolve(JOB + 1, -1, JobStatus.SUCCEEDED, "seen"));
        batch(inputs -> {
            inputs.hostDraining(0, "h", "maintenance");
            inputs.quarantined("something", "its failure");
        });
        batch(inputs -> inputs.hostLost(0, "h", "gone"));
    }

    @Test
    void what_was_said_is_read_back_and_decided_again_with_the_same_outcomes() {
        live();
        assertThat(kinds)
                .containsExactlyElementsOf(Stream.of(Inputs.class.getMethods())
                        .filter(each -> !each.isDefault())
                        .map(Method::getName)
                        .collect(Collectors.toCollection(TreeSet::new)));

        Verifier verifier = new Verifier(RUNTIME);
        List<String> read = new ArrayList<>();
        for (byte[] frame : frames) {
            read.addAll(verifier.inputs(frame, frame.length));
            assertThat(verifier.decide(frame, frame.length)).isNull();
        }
        assertThat(read).isEqualTo(said);
        assertThat(verifier.machine().digest()).isEqualTo(machine.digest());
    }

    @Test
    void from_any_frame_on_the_same_is_decided() {
        live();
        for (int from = 0; from < frames.size(); from++) {
            Verifier verifier = new Verifier(RUNTIME);
            for (int at = 0; at < frames.size(); at++) {
                byte[] frame = frames.get(at);
                if (at < from) {
                    verifier.fold(frame, frame.length);
                } else {
                    assertThat(verifier.decide(frame, frame.length)).isNull();
                }
            }
            assertThat(verifier.machine().digest()).isEqualTo(machine.digest());
        }
    }

    @Test
    void what_had_no_effect_is_not_written() {
        live();
        batch(inputs -> {}); // forgets what has ended
        int before = frames.size();
        batch(inputs -> {
            inputs.ended(JOB, -1, 1, EndKind.EXITED, 0, false, null, now);
            inputs.cancel(JOB, -1, "it has ended");
        });
        assertThat(frames).hasSize(before);
    }

    @Test
    void the_first_outcome_that_was_another_is_named() {
        Outcomes lying = new Tee(Tee.NOBODY, encoder) {
            @Override
            public void hostJoined(
                    int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
                super.hostJoined(host, environment, name, millivcpus + 1, memoryMib, gpus, diskMib);
            }
        };
        machine = new RecordingMachine(RUNTIME, lying, encoder, 1);
        batch(inputs -> {
            inputs.addEnvironment("here", 0);
            inputs.hostJoined(0, "h", 4_000, 4_096, 0, 0);
        });
        byte[] frame = frames.get(0);
        assertThat(new Verifier(RUNTIME).decide(frame, frame.length))
                .isEqualTo("outcome 2 was decided otherwise: then hostJoined(0, 0, h, 4001, 4096, 0, 0),"
                        + " now hostJoined(0, 0, h, 4000, 4096, 0, 0)");
    }

    @Test
    void a_difference_to_another_logic_says_so() {
        machine = new RecordingMachine(RUNTIME, new Tee(Tee.NOBODY, encoder), encoder, 1);
        batch(inputs -> inputs.addEnvironment("here", 0));
        byte[] frame = frames.get(0);
        String name = new String(frame, StandardCharsets.ISO_8859_1);
        frame[name.indexOf("here")] = 't'; // in the outcome, which comes first
        frame[Frame.inputs(frame)] = 4; // a logic of number 2
        CRC32C checksum = new CRC32C();
        checksum.update(frame, Frame.TIME, frame.length - Frame.TIME);
        Frame.putInt(frame, Frame.CHECKSUM, (int) checksum.getValue());

        assertThat(new Verifier(RUNTIME).decide(frame, frame.length))
                .startsWith(
                        "outcome 1 was decided otherwise by logic 2, now it is logic 1: then environmentAdded(0, tere");
    }

    @Test
    void an_outcome_too_many_is_named() {
        Outcomes talkative = new Tee(Tee.NOBODY, encoder) {
            @Override
            public void environmentAdded(int environment, String name, int maxMillivcpus) {
                super.environmentAdded(environment, name, maxMillivcpus);
                super.hostDraining(0, "for no reason");
            }
        };
        machine = new RecordingMachine(RUNTIME, talkative, encoder, 1);
        batch(inputs -> inputs.addEnvironment("here", 0));
        byte[] frame = frames.get(0);
        assertThat(new Verifier(RUNTIME).decide(frame, frame.length))
                .endsWith("then hostDraining(0, for no reason), now nothing more");
    }
}
