package dev.tranche.runtime.spi;

/** What a backend really does. The contract test-suite leaves out what a backend does not claim. */
public enum Capability {
    /** Scripts run: {@code definition.script}. */
    SCRIPT,
    /** Executables of the host run: {@code definition.executable}. */
    EXECUTABLE,
    /** Container images run. */
    CONTAINER,
    /** More CPU than asked for is refused to a program. */
    CPU_LIMIT,
    /** A program that takes more memory than asked for is killed, and the end says so. */
    MEMORY_LIMIT,
    /**
     * Nodes of multi-node jobs run and reach each other; each but the main node is told that node's address in {@code
     * AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS}.
     */
    MULTI_NODE,
    /** Jobs of one workflow run share the directory {@code $TRANCHE_RUN_DIR}. */
    RUN_DIRECTORY,
    /** What runs can outlive the runtime and be adopted by its next opening. */
    ADOPTION,
    /** The end of a program by a signal is told apart from an exit code. */
    SIGNALS,
    /**
     * The engine looks up secrets itself by what the definition says of them: nobody resolves them before, and {@code
     * Launch.secrets} is empty.
     */
    SECRET_REFERENCES,
    /**
     * Output is kept as it was printed, byte by byte, standard error apart. Without it all output is standard output, line by
     * line: empty lines are left out, and the last line has a line feed.
     */
    EXACT_OUTPUT,
    /** Output can be followed while the program runs. */
    TAIL
}
