package dev.tranche.runtime.ec2;

/** What becomes of the instances of a managed environment when its runtime closes. */
public enum AtClose {
    /**
     * The close waits until what runs on them has ended, and ends them then. A runtime without a journal stops all that runs before. An interrupt of the closing thread ends the wait: the
     * instances stay until their lease runs out.
     */
    DRAIN,
    /** They are ended with all that runs on them. The default of a runtime without a journal. */
    TERMINATE,
    /**
     * They stay, and what runs on them goes on: each ends itself when it runs nothing and its lease has run out. The default of a
     * runtime with a journal, whose next opening takes them over.
     */
    LEAVE
}
