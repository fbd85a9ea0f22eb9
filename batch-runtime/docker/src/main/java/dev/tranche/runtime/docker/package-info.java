/**
 * Runs the attempts of a Docker environment as containers. For {@code BatchRuntime}, which finds it by {@link
 * java.util.ServiceLoader}; {@link dev.tranche.runtime.docker.DockerBackend} is all that an application can see.
 *
 * <pre>
 * DockerBackend -- opens --> ContainerBackend -- one for each engine --> EngineHost
 *   launch, stop, release      attempts, logs, run directories             images, containers, events, lease
 *                                     |                                         |
 *                              DockerAttempt: what is known of an attempt   ContainerEngine: the calls that we need
 *                              and what follows from it; no thread, no I/O  DockerJavaEngine: the same, of docker-java
 * </pre>
 *
 * <p>An attempt is one container, or several that run together; one is the case of several that is met most often. What a
 * definition says becomes a {@code ContainerPlan}, and {@code ContainerMapper} puts that into the engine's words.
 *
 * <p>What must stay true:
 *
 * <ul>
 *   <li>One stream of events for each engine, and no thread, poll or open connection for a container that runs.
 *   <li>The stream is a hint and the engine is the truth: after any gap everything of ours is listed and inspected.
 *   <li>An end is reported with evidence: an exit code that the engine says. A code that is missing is never 0.
 *   <li>Whose a container is stands in its labels. What has none of ours is never touched.
 *   <li>A container is removed only after its attempt was released, and its output was kept.
 *   <li>The text of a job is data: it goes into fields of a request or into a file, never into a command line of ours.
 *   <li>Secrets are in the request that creates a container and nowhere else: not in a log, a label or a message.
 * </ul>
 *
 * <p>Start at {@link dev.tranche.runtime.docker.DockerBackend}, then {@code ContainerBackend}, {@code EngineHost} and {@code
 * DockerAttempt}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.docker;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
