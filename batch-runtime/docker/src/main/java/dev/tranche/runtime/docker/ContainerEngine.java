package dev.tranche.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AuthConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a backend needs of a container engine. Calls block until the engine has answered; any thread may call. What is
 * followed, events and outputs, arrives on threads of the client.
 *
 * <p>Each call throws {@link EngineRefusedException} if the engine said no, and {@link EngineUnreachableException} if there
 * was no answer, so that nobody knows whether it happened.
 */
interface ContainerEngine extends AutoCloseable {
    /** Ends something that is being followed. A second close does nothing. */
    interface Stream extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes what is followed, in order, and then once its end. */
    interface Sink<T> {
        /** The engine has begun to tell. */
        default void opened() {}

        /** The next one. */
        void next(T item);

        /**
         * There is nothing more to come.
         *
         * @param failure why, or empty if the engine said that this was all
         */
        void ended(Optional<RuntimeException> failure);
    }

    /** Takes output as it was written; the array is used again and must be read before returning. */
    @FunctionalInterface
    interface OutputSink {
        void chunk(boolean isError, byte[] bytes);

        /** There is nothing more to come; see {@link Sink#ended}. */
        default void ended(Optional<RuntimeException> failure) {}
    }

    /** How far a pull is; bytes are 0 as long as they are not known. */
    record PullStep(String layer, String status, long current, long total) {}

    /** How people know it, for messages. */
    String name();

    /** Asks what it is and what it can. */
    EngineTraits traits();

    /** Its clock. */
    Instant time();

    // ---- images

    /** An image that it has. */
    Optional<EngineImage> image(String reference);

    /** Fetches an image from its registry; closing gives up. */
    Stream pull(ImageReference image, Optional<String> platform, Optional<AuthConfig> credentials, Sink<PullStep> sink);

    /** Takes in an image as {@code docker save} writes it. */
    void loadImage(byte[] tar);

    /** Removes an image if nothing uses it. */
    void removeImage(String reference);

    // ---- containers

    /**
     * Creates a container.
     *
     * @param request puts the request together
     * @return its id
     */
    String create(UnaryOperator<CreateContainerCmd> request);

    /** Unpacks a tar into a container that does not have to run. */
    void copyInto(String container, String directory, byte[] tar);

    /** A file of a container that does not have to run, as a tar; empty if it is not there. */
    Optional<byte[]> copyFrom(String container, String path);

    /** Starts it; one that runs already is fine. */
    void start(String container);

    /** Sends a signal to its main process, paused or not; one that does not run is fine. */
    void signal(String container, String signal);

    /** What it is now. */
    Optional<Inspection> inspect(String container);

    /** All containers with a label, in whatever phase. */
    List<ListedContainer> list(String label);

    /** Removes it with its anonymous volumes, whether it runs or not; one that is not there is fine. */
    void remove(String container);

    // ---- what it tells

    /** What it wrote so far, with times, on the calling thread. */
    void readOutput(String container, OutputSink sink);

    /** What it wrote and will write, with times. */
    Stream followOutput(String container, OutputSink sink);

    /** What happens to containers with a label, from a moment on. */
    Stream followEvents(String label, Instant since, Sink<EngineEvent> sink);

    /** What happened to anything since a moment, as far as it remembers. */
    List<EngineEvent> pastEvents(Instant since);

    // ---- networks

    /**
     * Makes a network of its own for some containers.
     *
     * @return its id
     */
    String createNetwork(String name, Map<String, String> labels);

    /** All networks with a label: their labels by their ids. */
    Map<String, Map<String, String>> networks(String label);

    /** The address of a container in its network; empty unless it runs. */
    Optional<String> address(String container);

    /** Removes a network; one that is not there is fine. */
    void removeNetwork(String network);

    @Override
    void close();
}
