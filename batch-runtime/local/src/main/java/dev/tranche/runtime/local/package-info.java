/**
 * Runs the attempts of a local environment as processes of this machine. For {@code BatchRuntime}, which finds it by
 * {@link java.util.ServiceLoader}; {@link dev.tranche.runtime.local.LocalBackend} is all that an application can see.
 *
 * <pre>
 * runtime's process                               supervisor's process              attempt
 *   ProcessBackend -> StartCommands
 *     SupervisorLink -- Command: start, stop -->  Supervisor -> Spawner         --> main process
 *     SupervisorLink &lt;-- Event: started, ended -- Reaper, Terminator, Orphans       and its descendants
 * </pre>
 *
 * <p>The supervisor exists because a program must not outlive a runtime that was killed, because only its own parent, or
 * subreaper, gets a daemon back whose parent has ended, and because {@code posix_spawn} from a small process costs half of
 * what {@code ProcessBuilder} does. It is a Java process of ours and not a shell or a C program, so that it comes with the
 * jar and runs wherever the runtime does.
 *
 * <p>That of a journaled runtime is reached through a socket instead of pipes, and outlives it: see {@code SocketLine} for how
 * the next opening learns what it has, and {@code Legacy} for what it only left behind.
 *
 * <p>What must stay true:
 *
 * <ul>
 *   <li>No timer and no poll stands between a launch and the start of its program, or between the end of a program and the
 *       report of it. Only graces, output limits and the killing of what resists run by the clock; and the report of a
 *       start, which says itself when that was, waits up to five milliseconds for an end to go along with.
 *   <li>A process number is used only while it certainly belongs to whom we mean: before the dead process was reaped, or
 *       after its start time was compared.
 *   <li>An end is reported when nothing of the attempt is left.
 *   <li>The text of a job is data: it is written to a file or handed over as an argument, never put into a command line.
 *   <li>Everything on disk is for its owner only, and removing follows no link.
 *   <li>The classes that the supervisor uses know no types of the model and log nothing through SLF4J: its class path is our
 *       jar and JNA's.
 * </ul>
 *
 * <p>Start at {@link dev.tranche.runtime.local.LocalBackend}, then {@code ProcessBackend}; on the other side at {@code
 * Supervisor}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.local;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
