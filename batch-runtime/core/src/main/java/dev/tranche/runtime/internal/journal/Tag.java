package dev.tranche.runtime.internal.journal;

/** The first byte of each outcome in a frame. A number is never given to another outcome. */
final class Tag {
    static final int ENVIRONMENT_ADDED = 1;
    static final int QUEUE_ADDED = 2;
    static final int HOST_JOINED = 3;
    static final int HOST_RESIZED = 4;
    static final int HOST_DRAINING = 5;
    static final int HOST_LOST = 6;
    static final int SPEC_INTERNED = 7;
    static final int WORKFLOW_OPENED = 8;
    static final int WORKFLOW_SEALED = 9;
    static final int WORKFLOW_ENDED = 10;
    static final int JOB_ACCEPTED = 11;
    static final int TOKEN_BOUND = 12;
    static final int EDGE_ADDED = 13;
    static final int EDGE_RESOLVED = 14;
    static final int GATE_OPENED = 15;
    static final int JOB_HELD = 16;
    static final int ATTEMPT_PLACED = 17;
    static final int ATTEMPT_STARTED = 18;
    static final int STOP_REQUESTED = 19;
    static final int ATTEMPT_ENDED = 20;
    static final int RETRY_AT = 21;
    static final int JOB_ENDED = 22;
    static final int ARRAY_STOPPED = 23;
    static final int JOB_FORGOTTEN = 24;
    static final int INPUT_QUARANTINED = 25;
    static final int JOB_RESTORED = 26;
    static final int ARRAY_RESTORED = 27;
    static final int HEAD_BLOCKED = 28;
    static final int HOSTS_RESERVED = 29;
    static final int RESERVATION_ENDED = 30;
    static final int JOB_MOVED = 31;
    static final int SETBACKS_RESTORED_BEFORE_NOT_PLACED = 32;
    static final int JOB_RELEASED = 33;
    static final int CHILD_PARKED = 34;
    static final int JOB_LIMITED = 35;
    static final int WORKFLOW_STOPPED = 36;
    static final int QUEUE_DISABLED = 40;
    static final int QUEUE_ENABLED = 41;
    static final int ENVIRONMENT_DISABLED = 42;
    static final int ENVIRONMENT_ENABLED = 43;
    static final int CONSUMABLE_ADDED = 44;
    static final int CONSUMABLE_RESIZED = 45;
    static final int SHARE_RESTORED = 46;
    static final int NODES_LAUNCHED = 47;
    static final int MAIN_END_RESTORED = 48;
    static final int JOB_RERUN = 49;
    static final int HOST_HELD = 50;
    static final int SETBACKS_RESTORED = 51;
    static final int ENVIRONMENT_SCALES = 52;
    static final int HOST_TYPE_OFFERED = 53;
    static final int HOST_TYPE_MEASURED = 54;
    static final int HOST_TYPE_WITHHELD = 55;
    static final int HOSTS_REQUESTED = 56;
    static final int HOST_LAUNCHED = 57;
    static final int HOST_REQUEST_ANSWERED = 58;
    static final int HOST_ABANDONED = 59;
    static final int HOST_END_DECIDED = 60;
    static final int PROVISIONING_RESTORED = 61;
    static final int HOST_IDLE_RESTORED = 62;
    static final int ORDER_RESTORED = 63;
    static final int HOSTS_DUE = 64;

    private Tag() {}
}
