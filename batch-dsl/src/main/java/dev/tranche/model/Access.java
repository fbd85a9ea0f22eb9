package dev.tranche.model;

/** What a container may do with a mounted volume; AWS: {@code mountPoints[].readOnly}. */
public enum Access {
    /** It may read and write. */
    READ_WRITE,
    /** It may only read. */
    READ_ONLY
}
