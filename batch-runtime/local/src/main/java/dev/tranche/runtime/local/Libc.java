package dev.tranche.runtime.local;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library that the supervisor calls, mapped directly: addresses travel as {@code long}, so only
 * 64-bit Linux is served. Constants are those of Linux, the same for glibc and musl.
 */
final class Libc {
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;
    static final int SIGCHLD = 17;
    static final int SIGCONT = 18;

    static final int EEXIST = 17;
    static final int EINTR = 4;
    static final int ETXTBSY = 26;

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_CREAT = 0x40;
    static final int O_NOFOLLOW = 0x20000;
    static final int O_APPEND = 0x400;

    static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    static final short POSIX_SPAWN_SETSID = 0x80;

    static final int P_ALL = 0;
    static final int WEXITED = 4;
    static final int WNOHANG = 1;
    static final int WNOWAIT = 0x0100_0000;
    static final int CLD_EXITED = 1;

    static final int PR_SET_CHILD_SUBREAPER = 36;

    private static final String LIBRARY = "c";

    static {
        Native.register(Libc.class, NativeLibrary.getInstance(LIBRARY));
    }

    private Libc() {}

    /** Whether this C library has a function: some came late, or never to musl. */
    static boolean has(String function) {
        try {
            return NativeLibrary.getInstance(LIBRARY).getFunction(function) != null;
        } catch (UnsatisfiedLinkError absent) {
            return false;
        }
    }

    static int errno() {
        return Native.getLastError();
    }

    /** What the C library calls an error, for example {@code No such file or directory}. */
    static String describe(int errno) {
        return strerror(errno);
    }

    static native String strerror(int errno);

    /** Fails only for a process that leads a group already, and then there is no need. */
    @CanIgnoreReturnValue
    static native int setsid();

    static native int getpid();

    @CanIgnoreReturnValue
    static native long signal(int signal, long handler);

    static native int prctl(int option, long a, long b, long c, long d);

    /** Its failures say that there is nobody, or that it is somebody else's: nothing that a caller could change. */
    @CanIgnoreReturnValue
    static native int kill(int pid, int signal);

    static native int mkdir(long path, int mode);

    static native int rename(long from, long to);

    static native int waitid(int idType, int id, long siginfo, int options);

    @CanIgnoreReturnValue
    static native int waitpid(int pid, long status, int options);

    static native int posix_spawn(long pid, long path, long actions, long attributes, long argv, long envp);

    static native int posix_spawnattr_init(long attributes);

    static native int posix_spawnattr_setflags(long attributes, short flags);

    static native int posix_spawnattr_setsigdefault(long attributes, long signals);

    static native int posix_spawnattr_setsigmask(long attributes, long signals);

    static native int posix_spawn_file_actions_init(long actions);

    @CanIgnoreReturnValue
    static native int posix_spawn_file_actions_destroy(long actions);

    static native int posix_spawn_file_actions_addopen(long actions, int descriptor, long path, int flags, int mode);

    static native int posix_spawn_file_actions_addclose(long actions, int descriptor);
}
