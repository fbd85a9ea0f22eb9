package dev.tranche.runtime.internal.state;

import java.util.Arrays;

/**
 * Rows of a fixed number of ints in chunks of {@value #CHUNK_ROWS} rows. Growing never copies, and a freed row is the next to
 * be used.
 *
 * <p>A row is one or two cache lines, and that is what a decision about a job touches; an array per field would touch one
 * for each. Loop thread only.
 */
public final class RowTable {
    /** No row. */
    public static final int NONE = -1;

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    private static final int ROW_MASK = CHUNK_ROWS - 1;

    private final int widthBits;
    private int[][] chunks = new int[4][];
    private int used;
    private int free = NONE;
    private int live;

    /** A table of rows of {@code width} ints, a power of two. */
    public RowTable(int width) {
        if (Integer.bitCount(width) != 1) {
            throw new IllegalArgumentException("row width must be a power of two: " + width);
        }
        widthBits = Integer.numberOfTrailingZeros(width);
    }

    /** How many rows are in use. */
    public int size() {
        return live;
    }

    /** One more than the largest row ever used. */
    public int limit() {
        return used;
    }

    /** A row whose ints are all zero. */
    public int allocate() {
        live++;
        int row = free;
        if (row == NONE) {
            row = used++;
            ensureChunk(row >>> CHUNK_BITS);
            return row;
        }
        free = get(row, link());
        int[] chunk = chunk(row);
        int from = offset(row, 0);
        Arrays.fill(chunk, from, from + (1 << widthBits), 0);
        return row;
    }

    /** Gives a row back. What it held stays readable until it is used again, but for its last int, which links the free rows. */
    public void free(int row) {
        live--;
        set(row, link(), free);
        free = row;
    }

    /** An int of a row. */
    public int get(int row, int field) {
        return chunk(row)[offset(row, field)];
    }

    /** Changes an int of a row. */
    public void set(int row, int field, int value) {
        chunk(row)[offset(row, field)] = value;
    }

    /** Adds to an int of a row. */
    public void add(int row, int field, int delta) {
        chunk(row)[offset(row, field)] += delta;
    }

    /** A long in two neighbouring ints, the low one first. */
    public long getLong(int row, int field) {
        int[] chunk = chunk(row);
        int at = offset(row, field);
        return (chunk[at] & 0xFFFF_FFFFL) | ((long) chunk[at + 1] << 32);
    }

    /** Changes a long in two neighbouring ints. */
    public void setLong(int row, int field, long value) {
        int[] chunk = chunk(row);
        int at = offset(row, field);
        chunk[at] = (int) value;
        chunk[at + 1] = (int) (value >>> 32);
    }

    private int link() {
        return (1 << widthBits) - 1;
    }

    private int offset(int row, int field) {
        return ((row & ROW_MASK) << widthBits) + field;
    }

    private int[] chunk(int row) {
        return chunks[row >>> CHUNK_BITS];
    }

    private void ensureChunk(int chunk) {
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new int[CHUNK_ROWS << widthBits];
        }
    }
}
