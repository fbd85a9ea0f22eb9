package dev.tranche.runtime.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One message between a runtime and its supervisor: its length, a type, then what the type says. Both ends come from the
 * same jar, so there is no version in it.
 */
final class Frame {
    private static final int HEADER_BYTES = Integer.BYTES;
    private static final int USUAL_BYTES = 64;

    private ByteBuffer bytes;

    private Frame(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** A new frame of a type. */
    static Frame of(byte type) {
        return of(type, USUAL_BYTES);
    }

    /** A new frame of a type, with room for so many bytes before it has to grow. */
    static Frame of(byte type, int bytes) {
        return new Frame(
                ByteBuffer.allocate(HEADER_BYTES + Byte.BYTES + bytes).putInt(0).put(type));
    }

    /** Reads the next frame as what follows its length; null at the end of the stream, also in the middle of a frame. */
    static @Nullable ByteBuffer read(BufferedInputStream in) throws IOException {
        // byte by byte: a buffered stream that is asked for more than it holds asks the pipe twice whether there is
        // more
        int length = 0;
        for (int i = 0; i < HEADER_BYTES; i++) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            length = length << Byte.SIZE | next;
        }
        byte[] body = new byte[length];
        return in.readNBytes(body, 0, length) < length ? null : ByteBuffer.wrap(body);
    }

    /** Reads what {@link #text} wrote. */
    static String text(ByteBuffer frame) {
        return new String(bytes(frame), StandardCharsets.UTF_8);
    }

    /** Reads what {@link #bytes(byte[])} wrote. */
    static byte[] bytes(ByteBuffer frame) {
        byte[] result = new byte[frame.getInt()];
        frame.get(result);
        return result;
    }

    Frame number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    Frame number(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    Frame text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    Frame bytes(byte[] content) {
        room(Integer.BYTES + content.length).putInt(content.length).put(content);
        return this;
    }

    /** The frame as it goes over the wire. */
    byte[] toBytes() {
        bytes.putInt(0, bytes.position() - HEADER_BYTES);
        byte[] result = new byte[bytes.position()];
        bytes.flip().get(result);
        return result;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + more));
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
