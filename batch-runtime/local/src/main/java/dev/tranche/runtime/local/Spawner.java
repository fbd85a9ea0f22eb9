package dev.tranche.runtime.local;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Starts programs with {@code posix_spawn}. Used by one thread: it keeps one piece of native memory for all that the calls
 * need.
 */
final class Spawner {
    private static final int OWNER_ONLY_FILE = 0600;
    private static final int OWNER_ONLY_DIRECTORY = 0700;
    private static final int APPEND = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_NOFOLLOW;

    private static final int MORE_THAN_ANY_LIBRARY_NEEDS = 1024;
    private static final int LONGEST_PATH = 4096;
    private static final int FIXED_BYTES = MORE_THAN_ANY_LIBRARY_NEEDS + 4 * LONGEST_PATH + 256;

    private static final int FIRST_UNWANTED = 3;
    private static final int DESCRIPTORS_OF_A_SUPERVISOR = 128;

    private final SpawnAttributes attributes;
    private final boolean closesAllAtOnce;
    private final NativeArena arena = new NativeArena();

    /**
     * @param closesAllAtOnce whether the C library can close all descriptors from one on; otherwise those that a supervisor
     *     can have open are closed one by one
     */
    Spawner(SpawnAttributes attributes, boolean closesAllAtOnce) {
        this.attributes = attributes;
        this.closesAllAtOnce = closesAllAtOnce;
    }

    /**
     * Makes a directory for its owner only; one that is there already is taken as it is.
     *
     * @throws Errno if it cannot be made
     */
    void makeDirectory(Path directory) {
        arena.begin(LONGEST_PATH + 1L);
        if (Libc.mkdir(arena.string(directory.toString()), OWNER_ONLY_DIRECTORY) != 0) {
            int error = Libc.errno();
            if (error != Libc.EEXIST) {
                throw new Errno("CannotCreateDirectoryError: " + directory, error);
            }
        }
    }

    /** Moves a directory; false if it cannot be moved. */
    boolean rename(Path from, Path to) {
        arena.begin(2L * (LONGEST_PATH + 1));
        return Libc.rename(arena.string(from.toString()), arena.string(to.toString())) == 0;
    }

    /**
     * Starts a program: without a path search, without a shell, with exactly the variables given, standard input empty, the
     * outputs appended to files, no other descriptor open.
     *
     * @param attempt the directory of the attempt, with a working directory in it
     * @return its process number
     * @throws Errno if it cannot be started
     */
    int spawn(Command.Start command, Path attempt) {
        arena.begin(
                FIXED_BYTES + command.strings().length + (command.arguments() + command.variables() + 2L) * Long.BYTES);
        long pid = arena.zeros(Long.BYTES);
        long argv = arena.zeros((command.arguments() + 1L) * Long.BYTES);
        long envp = arena.zeros((command.variables() + 1L) * Long.BYTES);
        long actions = arena.zeros(MORE_THAN_ANY_LIBRARY_NEEDS);
        long program = arena.copy(command.strings());
        int next = skip(command.strings(), 0);
        next = point(argv, command.arguments(), command.strings(), next, program);
        point(envp, command.variables(), command.strings(), next, program);
        Errno.check("posix_spawn_file_actions_init", Libc.posix_spawn_file_actions_init(actions));
        try {
            addActions(actions, attempt);
            Errno.check(
                    "CannotStartExecutableError: " + first(command.strings()),
                    Libc.posix_spawn(pid, program, actions, attributes.address(), argv, envp));
        } finally {
            Libc.posix_spawn_file_actions_destroy(actions);
        }
        return arena.getInt(pid);
    }

    /** Paths are short from the directory of the attempt on, and the kernel walks down to it once. */
    private void addActions(long actions, Path attempt) {
        add(changeDirectory(actions, attempt.toString()));
        add(open(actions, 0, "/dev/null", Libc.O_RDONLY));
        add(open(actions, 1, AttemptPaths.STDOUT, APPEND));
        add(open(actions, 2, AttemptPaths.STDERR, APPEND));
        add(changeDirectory(actions, AttemptPaths.WORK));
        if (closesAllAtOnce) {
            add(LateLibc.CloseFrom.posix_spawn_file_actions_addclosefrom_np(actions, FIRST_UNWANTED));
        } else {
            for (int descriptor = FIRST_UNWANTED; descriptor < DESCRIPTORS_OF_A_SUPERVISOR; descriptor++) {
                add(Libc.posix_spawn_file_actions_addclose(actions, descriptor));
            }
        }
    }

    private int changeDirectory(long actions, String path) {
        return LateLibc.Chdir.posix_spawn_file_actions_addchdir_np(actions, arena.string(path));
    }

    private int open(long actions, int descriptor, String path, int flags) {
        return Libc.posix_spawn_file_actions_addopen(actions, descriptor, arena.string(path), flags, OWNER_ONLY_FILE);
    }

    private static void add(int error) {
        Errno.check("posix_spawn_file_actions", error);
    }

    /** Fills a null-terminated array with the addresses of strings that stand one after the other. */
    @CanIgnoreReturnValue
    private int point(long array, int count, byte[] strings, int from, long base) {
        int position = from;
        for (int i = 0; i < count; i++) {
            arena.putLong(array + (long) i * Long.BYTES, base + position);
            position = skip(strings, position);
        }
        return position;
    }

    private static int skip(byte[] strings, int from) {
        int position = from;
        while (strings[position] != 0) {
            position++;
        }
        return position + 1;
    }

    private static String first(byte[] strings) {
        return new String(strings, 0, skip(strings, 0) - 1, StandardCharsets.UTF_8);
    }
}
