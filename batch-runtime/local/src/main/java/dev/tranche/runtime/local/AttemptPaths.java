package dev.tranche.runtime.local;

import java.nio.file.Path;

/**
 * Where things are in the directory of a runtime:
 *
 * <pre>
 * attempts/&lt;job&gt;.&lt;attempt&gt;/work      the working directory
 *                          stdout    what the program wrote
 *                          stderr
 *                          script    the text of a script job
 * spares/&lt;n&gt;                        directories of attempts that wrote nothing, for attempts to come
 * runs/&lt;workflow run&gt;               $TRANCHE_RUN_DIR of its jobs
 * ends.log                          how each attempt ended, by the supervisor
 * supervisor.log                    what the supervisor had to complain about
 * supervisor.sock, supervisor.lock  where the supervisor of a journaled runtime is reached, and held by it while it lives
 * boot                              which start of the machine the last opening of a journaled runtime was in
 * </pre>
 *
 * <p>Used on both sides of the pipe, so it knows no types of the model.
 */
record AttemptPaths(Path root) {
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";
    static final String WORK = "work";
    static final String SCRIPT = "script";

    Path attempts() {
        return root.resolve("attempts");
    }

    Path runs() {
        return root.resolve("runs");
    }

    Path spares() {
        return root.resolve("spares");
    }

    Path spare(String name) {
        return root.resolve("spares/" + name);
    }

    Path run(String run) {
        return runs().resolve(run);
    }

    Path attempt(String attempt) {
        return root.resolve("attempts/" + attempt);
    }

    Path work(String attempt) {
        return within(attempt, WORK);
    }

    Path script(String attempt) {
        return within(attempt, SCRIPT);
    }

    Path output(String attempt, String stream) {
        return within(attempt, stream);
    }

    /** In one step, since paths are made several times for each attempt and each step parses and copies what is there. */
    private Path within(String attempt, String name) {
        return root.resolve("attempts/" + attempt + '/' + name);
    }

    Path endsLog() {
        return root.resolve("ends.log");
    }

    Path socket() {
        return root.resolve("supervisor.sock");
    }

    Path supervisorLock() {
        return root.resolve("supervisor.lock");
    }

    Path boot() {
        return root.resolve("boot");
    }

    Path supervisorLog() {
        return root.resolve("supervisor.log");
    }

    /** A colon would break every search path that the directory gets into. */
    static String directoryName(Object identity) {
        return identity.toString().replace(':', '_');
    }
}
