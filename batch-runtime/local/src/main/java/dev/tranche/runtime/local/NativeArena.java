package dev.tranche.runtime.local;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** Native memory that one thread fills again and again: no allocation per call, nothing to free. */
final class NativeArena {
    private static final int INITIAL_BYTES = 64 << 10;

    private Memory memory = new Memory(INITIAL_BYTES);
    private long used;

    /** Forgets what was written and makes sure that so many bytes fit; addresses given before are dead. */
    void begin(long bytes) {
        if (memory.size() < bytes) {
            memory.close();
            memory = new Memory(Math.max(bytes, memory.size() * 2));
        }
        used = 0;
    }

    /** The address of so many zero bytes, aligned for anything. */
    long zeros(long bytes) {
        long offset = (used + 15) & ~15L;
        memory.setMemory(offset, bytes, (byte) 0);
        used = offset + bytes;
        return base() + offset;
    }

    /** The address of a copy. */
    long copy(byte[] content) {
        long offset = used;
        memory.write(offset, content, 0, content.length);
        used += content.length;
        return base() + offset;
    }

    /** The address of a C string. */
    long string(String text) {
        return copy((text + '\0').getBytes(StandardCharsets.UTF_8));
    }

    void putLong(long address, long value) {
        memory.setLong(address - base(), value);
    }

    int getInt(long address) {
        return memory.getInt(address - base());
    }

    private long base() {
        return Pointer.nativeValue(memory);
    }
}
