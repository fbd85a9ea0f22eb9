package dev.tranche.model;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * The rules for single values. Each gives back the value for those who go on with it, or refuses it with a message that
 * names it and says what would be right.
 */
final class Check {
    /** A 32-bit count of milli-vCPU is what the tables of a scheduler hold. */
    static final int MAX_VCPUS = Integer.MAX_VALUE / 1000;

    /** Counted in MiB by AWS and by the tables of a scheduler, which have 32 bits for it. */
    static final MemorySize MAX_SIZE = MemorySize.mib(1L << 30);

    private static final MemorySize MIN_MEMORY = MemorySize.mib(4);
    static final Duration MAX_DURATION = Duration.ofDays(36_500);
    private static final int MAX_IMAGE = 255;
    private static final int SHOWN = 80;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final Pattern JOB_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

    private Check() {}

    /** AWS's rule for the name of every resource. */
    @CanIgnoreReturnValue
    static String name(String kind, String name) {
        return matching(NAME, name, kind + " name must be 1 to 128 letters, digits, '-' or '_'");
    }

    @CanIgnoreReturnValue
    static String jobName(String name) {
        String rule = "job name must be 1 to 128 letters, digits, '-' or '_', the first a letter or digit";
        return matching(JOB_NAME, name, rule);
    }

    @CanIgnoreReturnValue
    static String matching(Pattern pattern, String value, String rule) {
        return ensure(pattern.matcher(value).matches(), value, rule);
    }

    /** The rule is a sentence, which the message ends with the value. */
    @CanIgnoreReturnValue
    static String ensure(boolean right, String value, String rule) {
        if (!right) {
            throw new IllegalArgumentException(rule + ": " + quoted(value));
        }
        return value;
    }

    /** Text that reaches a process: there NUL ends it, so nothing may stand behind one. */
    @CanIgnoreReturnValue
    static String text(String what, String text) {
        return ensure(text.indexOf('\0') < 0, text, what + " must not contain NUL characters");
    }

    /** Text that is the key of a map: half a character could be written there as JSON, but not read. */
    @CanIgnoreReturnValue
    static String key(String what, String key) {
        boolean whole =
                key.codePoints().noneMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
        return text(what, ensure(whole, key, what + " must not contain half a character"));
    }

    @CanIgnoreReturnValue
    static String present(String what, String text) {
        return text(what, ensure(!text.isBlank(), text, what + " must not be empty"));
    }

    static ImmutableList<String> texts(String what, Iterable<String> texts) {
        for (String text : texts) {
            text(what, text);
        }
        return ImmutableList.copyOf(texts);
    }

    static ImmutableList<String> presents(String what, String first, String... others) {
        var all = ImmutableList.<String>builder().add(present(what, first));
        for (String other : others) {
            all.add(present(what, other));
        }
        return all.build();
    }

    static String image(String image) {
        boolean right = !image.isEmpty()
                && image.length() <= MAX_IMAGE
                && CharMatcher.whitespace().or(CharMatcher.is('\0')).matchesNoneOf(image);
        return ensure(right, image, "image must be 1 to 255 characters without white space");
    }

    static String variable(String name) {
        present("environment variable name", name);
        ensure(name.indexOf('=') < 0, name, "environment variable name must not contain '='");
        boolean reserved = name.startsWith("AWS_BATCH");
        return ensure(!reserved, name, "environment variable name must not start with AWS_BATCH, which is reserved");
    }

    static String absolutePath(String what, String path) {
        return text(what, ensure(path.startsWith("/"), path, what + " must be absolute"));
    }

    @CanIgnoreReturnValue
    static int range(String what, int value, int min, int max) {
        return (int) range(what, value, (long) min, max);
    }

    @CanIgnoreReturnValue
    static long range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " must be from " + min + " to " + max + ": " + value);
        }
        return value;
    }

    static int positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + value);
        }
        return value;
    }

    static MemorySize memory(MemorySize memory) {
        return size("memory", memory, MIN_MEMORY);
    }

    @CanIgnoreReturnValue
    static MemorySize size(String what, MemorySize size, MemorySize min) {
        if (size.compareTo(min) < 0 || size.compareTo(MAX_SIZE) > 0) {
            throw new IllegalArgumentException(what + " must be from " + min + " to " + MAX_SIZE + ": " + size);
        }
        if (!MemorySize.mib(size.toMebibytesRoundedUp()).equals(size)) {
            throw new IllegalArgumentException(what + " must be a whole number of MiB: " + size);
        }
        return size;
    }

    @CanIgnoreReturnValue
    static Duration positive(String what, Duration duration) {
        if (duration.isZero() || duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException(
                    what + " must be positive and at most " + MAX_DURATION + ": " + duration);
        }
        return duration;
    }

    @CanIgnoreReturnValue
    static Duration duration(String what, Duration duration, Duration min, Duration max) {
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException(what + " must be from " + min + " to " + max + ": " + duration);
        }
        return duration;
    }

    /** What many need together has to fit into the same numbers as what one needs. */
    static void totals(long millivcpus, MemorySize memory, String of, Problems problems) {
        problems.addIf(
                millivcpus > Integer.MAX_VALUE, "vcpus", of + " together must need at most " + MAX_VCPUS + " vCPUs");
        problems.addIf(
                memory.compareTo(MAX_SIZE) > 0,
                "memory",
                of + " together must need at most " + MAX_SIZE + ": " + memory);
    }

    static String quoted(String value) {
        String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        return "'" + shown.replace("\0", "\\0") + "'";
    }
}
