package dev.tranche.runtime.local;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * The {@code posix_spawnattr_t} that all programs share: a session and process group of its own, every signal at its
 * default and none blocked, whatever the runtime's parent had ignored. Read-only once made.
 */
final class SpawnAttributes {
    private static final int MORE_THAN_ANY_LIBRARY_NEEDS = 1024;
    private static final int SIGNAL_SET_BYTES = 128;

    /** 1 to 31, and two that glibc uses itself and would leave ignored. */
    private static final long SIGNALS = 0x1_FFFF_FFFFL;

    private final Memory attributes = zeroed(MORE_THAN_ANY_LIBRARY_NEEDS);

    SpawnAttributes() {
        Memory none = zeroed(SIGNAL_SET_BYTES);
        Memory all = zeroed(SIGNAL_SET_BYTES);
        all.setLong(0, SIGNALS);
        Errno.check("posix_spawnattr_init", Libc.posix_spawnattr_init(address()));
        Errno.check("posix_spawnattr_setflags", Libc.posix_spawnattr_setflags(address(), (short)
                (Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK)));
        Errno.check(
                "posix_spawnattr_setsigdefault",
                Libc.posix_spawnattr_setsigdefault(address(), Pointer.nativeValue(all)));
        Errno.check(
                "posix_spawnattr_setsigmask", Libc.posix_spawnattr_setsigmask(address(), Pointer.nativeValue(none)));
    }

    long address() {
        return Pointer.nativeValue(attributes);
    }

    private static Memory zeroed(int bytes) {
        Memory memory = new Memory(bytes);
        memory.clear();
        return memory;
    }
}
