package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.state.BlockedReason;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.Gang;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.StateLimit;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullUnmarked // arguments of reflective calls
class FrameTest {
    private static final long TIME = 1_700_000_000_000_000L;

    private final FrameEncoder encoder = new FrameEncoder();

    @Test
    void every_outcome_is_read_back_as_the_call_it_was_written_from() throws Exception {
        List<String> made = new ArrayList<>();
        encoder.begin(TIME, 3);
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 50; round++) {
            for (Method outcome : outcomes()) {
                Object[] arguments = arguments(outcome, random);
                made.add(line(outcome, arguments));
                invoke(outcome, arguments);
            }
        }
        encoder.finish();

        List<String> read = new ArrayList<>();
        FrameDecoder.decode(encoder.bytes(), encoder.length(), recorder(read));

        assertThat(read).isEqualTo(made);
        assertThat(FrameDecoder.time(encoder.bytes())).isEqualTo(TIME);
    }

    @Test
    void a_frame_of_a_newer_version_is_refused_with_what_helps() {
        byte[] frame = frame();
        frame[Frame.MAGIC + 3] = Frame.VERSION + 1;
        assertThatThrownBy(() -> FrameDecoder.decode(frame, frame.length, recorder(new ArrayList<>())))
                .isInstanceOf(DamagedFrameException.class)
                .hasMessageContaining("of version 3")
                .hasMessageContaining("open it with the release that wrote it");
    }

    @Test
    void setbacks_that_were_written_before_there_was_not_placed_are_read_as_none_of_it() {
        FrameBuffer old = new FrameBuffer();
        old.reset(Frame.FIRST_HEADER);
        old.putByte(Tag.SETBACKS_RESTORED_BEFORE_NOT_PLACED);
        old.putJob(7);
        old.putInt(-1);
        old.putInt(2);
        old.putLong(3);
        old.putLong(1);
        old.fixedInt(Frame.MAGIC, Frame.MAGIC_AND_VERSION - (1 << 24));
        old.fixedInt(Frame.LENGTH, old.length());
        CRC32C checksum = new CRC32C();
        checksum.update(old.bytes(), Frame.TIME, old.length() - Frame.TIME);
        old.fixedInt(Frame.CHECKSUM, (int) checksum.getValue());

        List<String> read = new ArrayList<>();
        FrameDecoder.decode(old.bytes(), old.length(), recorder(read));

        assertThat(read).containsExactly("setbacksRestored[7, -1, 2, 0, 3, 1]");
    }

    @Test
    void a_frame_with_any_flipped_bit_is_never_read() {
        byte[] frame = frame();
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            List<String> read = new ArrayList<>();
            assertThatThrownBy(() -> FrameDecoder.decode(damaged, damaged.length, recorder(read)))
                    .isInstanceOf(DamagedFrameException.class);
            assertThat(read).isEmpty();
        }
    }

    @Test
    void a_frame_cut_at_any_byte_is_never_read() {
        byte[] frame = frame();
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> FrameDecoder.decode(cut, cut.length, recorder(new ArrayList<>())))
                    .isInstanceOf(DamagedFrameException.class);
        }
    }

    @Test
    void an_encoder_is_empty_until_something_is_recorded() {
        encoder.begin(TIME, 1);
        assertThat(encoder.isEmpty()).isTrue();
        encoder.jobForgotten(7);
        assertThat(encoder.isEmpty()).isFalse();
        encoder.begin(TIME, 1);
        assertThat(encoder.isEmpty()).isTrue();
    }

    @Test
    void a_log_in_memory_gives_its_frames_back_in_order_and_a_checkpoint_replaces_them() {
        MemoryLog log = new MemoryLog(200);
        byte[] frame = frame();
        log.append(frame, frame.length);
        assertThat(log.wantsCheckpoint()).isFalse();
        for (int more = 0; more < 5; more++) {
            log.append(frame, frame.length);
        }
        assertThat(log.wantsCheckpoint()).isTrue();
        assertThat(replayed(log)).hasSize(6).allMatch(each -> Arrays.equals(each, frame));

        log.restart(frame, frame.length);

        assertThat(replayed(log)).hasSize(1);
        assertThat(log.wantsCheckpoint()).isFalse();
    }

    private static List<byte[]> replayed(MemoryLog log) {
        List<byte[]> frames = new ArrayList<>();
        log.replay((frame, length) -> frames.add(Arrays.copyOf(frame, length)));
        return frames;
    }

    private byte[] frame() {
        encoder.begin(TIME, 1);
        encoder.jobAccepted((1L << 40) + 1, "näme", 2, 3, 0, false, 0, "", 0);
        encoder.attemptPlaced((1L << 40) + 1, -1, 1, 5);
        encoder.finish();
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    private static List<Method> outcomes() {
        return Arrays.stream(Outcomes.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private void invoke(Method outcome, Object[] arguments) throws IllegalAccessException, InvocationTargetException {
        Object nothing = outcome.invoke(encoder, arguments);
        assertThat(nothing).isNull();
    }

    private static Outcomes recorder(List<String> calls) {
        return (Outcomes) Proxy.newProxyInstance(
                FrameTest.class.getClassLoader(), new Class<?>[] {Outcomes.class}, (proxy, method, arguments) -> {
                    calls.add(line(method, arguments));
                    return null;
                });
    }

    private static String line(Method method, Object[] arguments) {
        Object[] readable = Arrays.stream(arguments)
                .map(each -> each instanceof JobSpec spec
                        ? describe(spec)
                        : each instanceof Queue queue
                                ? queue.toString().replaceAll("\\[I@\\w+", Arrays.toString(queue.environments()))
                                : each)
                .toArray();
        return method.getName() + Arrays.deepToString(readable);
    }

    private static String describe(JobSpec spec) {
        return String.join(
                " ",
                spec.toString(),
                spec.consumes().toString(),
                Long.toString(spec.environments()),
                spec.retry().toString(),
                Long.toString(spec.timeoutMicros()),
                Long.toString(spec.queueTimeoutMicros()),
                Long.toString(spec.graceMicros()),
                spec.onUnknown().toString(),
                String.valueOf(spec.gang()),
                Arrays.toString(spec.document()));
    }

    private static Object[] arguments(Method outcome, SplittableRandom random) {
        return Arrays.stream(outcome.getParameters())
                .map(parameter -> argument(parameter, random))
                .toArray();
    }

    private static @Nullable Object argument(Parameter parameter, SplittableRandom random) {
        Class<?> type = parameter.getType();
        boolean nullable = parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (nullable && random.nextBoolean()) {
            return null;
        }
        if (type == int.class) {
            return random.nextInt() >> random.nextInt(32);
        } else if (type == long.class) {
            return random.nextLong() >> random.nextInt(64);
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return List.of("", "plain", "Zürich → 東京 🚀", "x".repeat(300)).get(random.nextInt(4));
        } else if (type == JobSpec.class) {
            return spec(random);
        } else if (type == Queue.class) {
            return queue(random);
        } else if (type == ScalingRules.class) {
            return new ScalingRules(
                    ScalingRules.Allocation.values()[random.nextInt(ScalingRules.Allocation.values().length)],
                    random.nextInt(),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextLong(),
                    random.nextLong());
        } else if (type == HostType.class) {
            return new HostType(
                    "m7i.large",
                    random.nextInt(),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextLong(),
                    "edition");
        } else if (type == HostRequest.class) {
            List<Integer> types = random.ints(random.nextInt(4)).boxed().toList();
            return new HostRequest(
                    random.nextLong(), types, random.nextInt(), random.nextInt(), random.nextLong(), random.nextLong());
        } else if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)];
        } else if (type == int[].class) {
            return random.ints(random.nextInt(4)).toArray();
        } else if (type == long[].class) {
            return random.longs(random.nextInt(4)).toArray();
        }
        throw new AssertionError("no argument for " + type);
    }

    private static JobSpec spec(SplittableRandom random) {
        byte[] document = new byte[random.nextInt(300)];
        random.nextBytes(document);
        return new JobSpec(
                random.nextInt(1 << 20),
                random.nextInt(),
                random.nextInt(8),
                random.nextInt(),
                List.of(new Consumption("licence", random.nextLong(), random.nextBoolean(), random.nextLong())),
                random.nextLong(),
                retry(random),
                random.nextLong(1L << 50),
                random.nextLong(1L << 50),
                random.nextLong(1L << 40),
                JobSpec.OnUnknown.RERUN,
                random.nextBoolean() ? gang(random) : null,
                document);
    }

    private static Gang gang(SplittableRandom random) {
        return new Gang(
                random.nextInt(10),
                List.of(
                        new Gang.Nodes(1 + random.nextInt(9), random.nextInt(1 << 20), random.nextInt(), 1, 0),
                        new Gang.Nodes(1, 1_000, 64, random.nextInt(8), random.nextInt(1 << 20))));
    }

    private static Retry retry(SplittableRandom random) {
        return new Retry(
                1 + random.nextInt(10),
                random.nextInt(1_001),
                List.of(
                        new RetryRule(random.nextBoolean(), "13*", null, "Host EC2*"),
                        new RetryRule(random.nextBoolean(), null, "*", null)),
                random.nextLong(1L << 40),
                random.nextLong(1L << 40),
                random.nextInt(10_000),
                random.nextInt(1 << 20),
                random.nextInt(5));
    }

    private static BlockedReason randomReason(SplittableRandom random) {
        BlockedReason[] all = BlockedReason.values();
        return all[random.nextInt(all.length)];
    }

    private static Queue queue(SplittableRandom random) {
        FairShare policy = new FairShare(
                random.nextLong(FairShare.MAX_HALF_LIFE_MICROS),
                random.nextInt(100),
                random.nextBoolean(),
                List.of(new FairShare.Weight("research*", 1 + random.nextInt(9_999_999))));
        return new Queue(
                random.nextInt(100),
                "queue",
                random.nextInt(),
                random.ints(random.nextInt(4)).toArray(),
                random.nextBoolean(),
                random.nextLong(1L << 40),
                random.nextInt(100),
                random.nextInt(1_001),
                List.of(new StateLimit(randomReason(random), random.nextLong(1L << 40))),
                random.nextBoolean() ? policy : null);
    }
}
