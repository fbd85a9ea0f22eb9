package dev.tranche.runtime.internal.journal;

/** The first byte of each input in a frame. A number is never given to another input. */
final class InputTag {
    static final int ENVIRONMENT_ADDED = 1;
    static final int QUEUE_ADDED = 2;
    static final int QUEUE_DISABLED = 3;
    static final int QUEUE_ENABLED = 4;
    static final int ENVIRONMENT_DISABLED = 5;
    static final int ENVIRONMENT_ENABLED = 6;
    static final int STOCK_CHANGED = 7;
    static final int SUBMITTED = 8;
    static final int WORKFLOW_OPENED = 9;
    static final int WORKFLOW_SEALED = 10;
    static final int CANCELLED = 11;
    static final int TERMINATED = 12;
    static final int HELD = 13;
    static final int RELEASED = 14;
    static final int RESOLVED = 15;
    static final int PRIORITY_CHANGED = 16;
    static final int MOVED = 17;
    static final int HOST_JOINED = 18;
    static final int HOST_HELD = 19;
    static final int HOST_DRAINING = 20;
    static final int HOST_LOST = 21;
    static final int ENVIRONMENT_SCALES = 22;
    static final int HOST_TYPES = 23;
    static final int HOST_TYPE_WITHHELD = 24;
    static final int HOST_LAUNCHED = 25;
    static final int HOST_REQUEST_ANSWERED = 26;
    static final int STARTED = 27;
    static final int ENDED = 28;
    static final int QUARANTINED = 29;

    private InputTag() {}
}
