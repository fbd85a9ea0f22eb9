package dev.tranche.runtime.local;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The process that stands between a runtime and its programs: it starts them, waits for them and ends them. Being another
 * process, it survives the runtime, sees the end of its input, and then kills everything. That of a journaled runtime goes on
 * instead: it waits for the next opening to connect, and ends itself when nothing runs any more.
 *
 * <pre>
 * supervisor-command-n  read a command (one at a time), then carry it out (side by side)
 * supervisor-reaper     waits for ends
 * supervisor-terminator walks the process table, runs the timers, reports starts that nothing went along with
 * </pre>
 *
 * <p>The first thread of the process is the launcher's and starts no programs: the kernel hands orphans to it, so they
 * stand alone among its children.
 */
final class Supervisor {
    /** The argument of one that outlives its runtime. */
    static final String JOURNALED = "journaled";

    /** Spawning blocks a thread until the program is loaded: one for each processor, and one to read the next command. */
    private static final int COMMAND_THREADS = Math.min(9, Runtime.getRuntime().availableProcessors() + 1);

    /**
     * How long the report of a start may wait for something to go along with. Whoever reads it is woken for it, and so is the
     * scheduler; most short programs have ended by then, and both are told at once.
     */
    private static final long START_REPORT_MILLIS = 5;

    /** A runtime that has started its supervisor and not connected by then is dead. */
    private static final long FIRST_CONNECTION_MILLIS = 60_000;

    private static final int BUSY_TEXT_RETRIES = 200;
    private static final long BUSY_TEXT_PAUSE_NANOS = 500_000;
    private static final int KILL_ROUNDS = 500;
    private static final long KILL_PAUSE_NANOS = 2_000_000;

    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

    private final AttemptPaths paths;
    private final Clock clock;
    private final Line line;
    private final EndsLog endsLog;
    private final int self = Libc.getpid();
    private final Children children = new Children();
    private final Orphans orphans = new Orphans(self, children);
    private final Timers timers;
    private final Terminator terminator;
    private final OutputLimit outputLimit;

    // set by the end of this process, read by the reaper: what dies from then on was killed by us
    private volatile boolean ending;

    private Supervisor(AttemptPaths paths, long outputLimitBytes, Clock clock, boolean journaled) throws IOException {
        this.paths = paths;
        this.clock = clock;
        this.line = journaled
                ? new SocketLine(paths, children, SupervisorSocket.bind(paths))
                : new PipeLine(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        this.endsLog = new EndsLog(paths.endsLog(), attempt -> Files.exists(paths.attempt(attempt)));
        this.timers = new Timers("supervisor-terminator");
        this.terminator = new Terminator(orphans, timers, text -> tell(new Event.Warning(text)));
        this.outputLimit = new OutputLimit(paths, outputLimitBytes, children, terminator, timers);
    }

    /**
     * Runs until its input ends.
     *
     * @param arguments the root directory, the limit of each output in bytes, and whether it outlives its runtime
     */
    public static void main(String[] arguments) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(Supervisor::fail);
        becomeSupervisor();
        new Supervisor(
                        new AttemptPaths(Path.of(arguments[0])),
                        Long.parseLong(arguments[1]),
                        Clock.systemUTC(),
                        arguments.length > 2 && arguments[2].equals(JOURNALED))
                .start();
    }

    /** Without one of its threads it could leave attempts hanging; its end is something that the runtime can act on. */
    private static void fail(Thread thread, Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, "thread " + thread.getName() + " failed", cause);
        System.exit(1);
    }

    private static void becomeSupervisor() {
        if (!Libc.has(LateLibc.Chdir.NAME)) {
            throw new UnsupportedOperationException(
                    "this C library has no " + LateLibc.Chdir.NAME + "; glibc 2.29 or musl 1.1.24 is needed");
        }
        // A session of its own: Ctrl-C in the terminal of the runtime is the runtime's to handle.
        Libc.setsid();
        Libc.signal(Libc.SIGCHLD, 0);
        if (Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
            throw new Errno("PR_SET_CHILD_SUBREAPER", Libc.errno());
        }
    }

    private void start() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::killEverything, "supervisor-end"));
        daemon("supervisor-reaper", new Reaper(children, this::ended));
        SpawnAttributes attributes = new SpawnAttributes();
        boolean closesAllAtOnce = Libc.has(LateLibc.CloseFrom.NAME);
        line.open();
        timers.after(FIRST_CONNECTION_MILLIS, line::endIfIdle);
        for (int i = 1; i < COMMAND_THREADS; i++) {
            daemon("supervisor-command-" + i, () -> serve(new Spawner(attributes, closesAllAtOnce)));
        }
        serve(new Spawner(attributes, closesAllAtOnce));
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Spawner spawner) {
        for (Command command = next(); command != null; command = next()) {
            execute(command, spawner);
        }
        System.exit(0);
    }

    /** One thread reads at a time. An attempt is known from the moment its start was read, so that a stop finds it. */
    private synchronized @Nullable Command next() {
        ByteBuffer frame = line.next();
        if (frame == null) {
            return null;
        }
        Command command = Command.parse(frame);
        if (command instanceof Command.Start start) {
            children.add(new Child(start.key(), start.attempt()));
        }
        return command;
    }

    private void execute(Command command, Spawner spawner) {
        Child child = children.find(command.key());
        if (child == null) {
            return; // it has ended while the stop was under way
        }
        if (command instanceof Command.Start start) {
            start(child, start, spawner);
        } else if (command instanceof Command.Stop stop && child.requestStop(stop.graceMillis())) {
            terminator.stop(child, stop.graceMillis());
        }
    }

    private void start(Child child, Command.Start start, Spawner spawner) {
        try {
            if (child.stopRequested()) {
                notStarted(child, "Stopped before it started");
                return;
            }
            prepare(start, spawner);
            if (spawnUnlessBusy(child, start, spawner)) {
                outputLimit.watch();
            } else {
                notStarted(child, "Stopped before it started: the runtime ended");
            }
        } catch (Errno e) {
            notStarted(child, e.reason());
        } catch (IOException e) {
            notStarted(child, "CannotWriteScriptError: " + e);
        }
    }

    private void prepare(Command.Start start, Spawner spawner) throws IOException {
        Path directory = paths.attempt(start.attempt());
        if (start.spare().isEmpty() || !spawner.rename(paths.spare(start.spare()), directory)) {
            spawner.makeDirectory(directory);
            spawner.makeDirectory(paths.work(start.attempt()));
        }
        if (!start.run().isEmpty()) {
            spawner.makeDirectory(paths.run(start.run()));
        }
        byte[] script = start.script();
        if (script != null) {
            SupervisorFile.writeExecutable(paths.script(start.attempt()), script);
        }
    }

    /**
     * A script that was just written is busy as long as another program is being spawned that still has our descriptor of
     * it; that one closes it in a moment.
     */
    private boolean spawnUnlessBusy(Child child, Command.Start start, Spawner spawner) {
        for (int round = 1; ; round++) {
            try {
                return children.spawn(child, () -> spawn(child, start, spawner));
            } catch (Errno e) {
                if (e.number() != Libc.ETXTBSY || round == BUSY_TEXT_RETRIES) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_TEXT_PAUSE_NANOS);
            }
        }
    }

    private int spawn(Child child, Command.Start start, Spawner spawner) {
        int pid = spawner.spawn(start, paths.attempt(start.attempt()));
        Instant now = clock.instant();
        OptionalLong stop = child.running(pid, now);
        tellInAMoment(new Event.Started(child.key(), pid, now));
        stop.ifPresent(graceMillis -> terminator.stop(child, graceMillis));
        return pid;
    }

    private void notStarted(Child child, String reason) {
        tellEnd(child, new Event.NotStarted(child.key(), reason, clock.instant()));
    }

    /** The reaper's thread. The end is told when nothing of the attempt is left, which for most is now. */
    private void ended(Child child, boolean exited, int code) {
        String why = ending && !exited ? Event.Ended.SUPERVISOR : child.overflow();
        Event end = new Event.Ended(child.key(), exited, code, why, clock.instant());
        if (orphans.mayExist()) {
            terminator.finish(child, () -> tellEnd(child, end));
        } else {
            tellEnd(child, end);
        }
    }

    private void tellEnd(Child child, Event end) {
        try {
            endsLog.append(new EndsLog.Entry(new Event.Known(child.key(), child.attempt()), end));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "ends.log", e);
        }
        tell(end);
        children.remove(child);
        line.endIfIdle();
    }

    private void tell(Event event) {
        try {
            line.outbox().post(event.toFrame());
        } catch (IOException e) {
            runtimeIsGone(e);
        }
    }

    private void tellInAMoment(Event event) {
        if (line.outbox().put(event.toFrame())) {
            timers.after(START_REPORT_MILLIS, this::tellWhatWaits);
        }
    }

    private void tellWhatWaits() {
        try {
            line.outbox().flush();
        } catch (IOException e) {
            runtimeIsGone(e);
        }
    }

    private static void runtimeIsGone(IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "the runtime is gone; its end of the commands is about to show it", e);
    }

    /** Everything below this process was started by a program of ours. Ends when nothing is left, or after a second. */
    private void killEverything() {
        ending = true;
        children.close();
        try {
            for (int round = 1; round <= KILL_ROUNDS && killAll(); round++) {
                LockSupport.parkNanos(KILL_PAUSE_NANOS);
            }
            line.outbox().awaitWritten();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot read the process table; process groups were killed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean killAll() throws IOException {
        children.running().forEach(terminator::kill);
        ProcessTable table = ProcessTable.read();
        ProcessEntry supervisor = table.get(self);
        List<ProcessEntry> left = supervisor == null ? List.of() : table.treeOf(supervisor);
        left.stream()
                .filter(process -> process.pid() != self && !process.isDead())
                .forEach(process -> {
                    Libc.kill(process.pid(), Libc.SIGKILL);
                });
        return !children.isEmpty() || left.size() > 1;
    }
}
