package dev.tranche.benchmarks.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The floor of anything durable: 4 KiB over what a file has held before, so that its length stays as it is, and {@code
 * fdatasync}.
 */
final class DiskFloor implements AutoCloseable {
    private static final int BLOCK = 4_096;
    private static final int BLOCKS = 4_096;

    private final FileChannel file;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    private int next;

    DiskFloor(Path directory) throws IOException {
        file = FileChannel.open(directory.resolve("floor"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        for (int i = 0; i < BLOCKS; i++) {
            write();
        }
        file.force(true);
    }

    /** Writes a block; it is on the disk when this returns. */
    void commit() throws IOException {
        write();
        file.force(false);
    }

    private void write() throws IOException {
        block.clear();
        int written = file.write(block, (long) next * BLOCK);
        if (written != BLOCK) {
            throw new IOException("only " + written + " of " + BLOCK + " bytes were written");
        }
        next = (next + 1) % BLOCKS;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
