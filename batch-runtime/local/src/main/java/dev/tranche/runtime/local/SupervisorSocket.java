package dev.tranche.runtime.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The socket at which the supervisor of a journaled runtime is reached, in the runtime's directory, which is its owner's.
 *
 * <p>The streams are ours, because those of the JDK up to 18 let nobody write to a channel while somebody waits for input.
 */
final class SupervisorSocket {
    /** The exit code of a supervisor that finds another at work. */
    static final int OTHER_AT_WORK = 3;

    /** What {@code sockaddr_un} has room for, with the end of the text. */
    private static final int LONGEST_PATH = 107;

    private SupervisorSocket() {}

    /** Whether a socket in these paths can have an address. */
    static boolean fits(AttemptPaths paths) {
        return paths.socket().toString().length() <= LONGEST_PATH;
    }

    /** Listens, as the only supervisor of these paths; ends the process if there is another. */
    static ServerSocketChannel bind(AttemptPaths paths) throws IOException {
        FileChannel lock = FileChannel.open(
                paths.supervisorLock(),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                SupervisorFile.FILE);
        if (lock.tryLock() == null) {
            System.exit(OTHER_AT_WORK);
        }
        Files.deleteIfExists(paths.socket());
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(paths.socket()), 1);
    }

    /** Connects to the supervisor that listens; throws if none does. */
    static SocketChannel connect(AttemptPaths paths) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(paths.socket()));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** What comes through a channel. */
    static InputStream in(SocketChannel channel) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(bytes, offset, length));
            }
        };
    }

    /** What goes into a channel. */
    static OutputStream out(SocketChannel channel) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        };
    }
}
