package dev.tranche.runtime.local;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Functions that not every C library has; touch one only after {@link Libc#has} said that it is there. */
final class LateLibc {
    private LateLibc() {}

    /** The working directory of a program to be spawned: glibc 2.29, musl 1.1.24. */
    static final class Chdir {
        static final String NAME = "posix_spawn_file_actions_addchdir_np";

        static {
            Native.register(Chdir.class, NativeLibrary.getInstance("c"));
        }

        private Chdir() {}

        static native int posix_spawn_file_actions_addchdir_np(long actions, long path);
    }

    /** Closes every descriptor from one on in a program to be spawned: glibc 2.34. */
    static final class CloseFrom {
        static final String NAME = "posix_spawn_file_actions_addclosefrom_np";

        static {
            Native.register(CloseFrom.class, NativeLibrary.getInstance("c"));
        }

        private CloseFrom() {}

        static native int posix_spawn_file_actions_addclosefrom_np(long actions, int from);
    }
}
