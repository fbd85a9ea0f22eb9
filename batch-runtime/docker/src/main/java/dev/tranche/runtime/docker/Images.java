package dev.tranche.runtime.docker;

import com.github.dockerjava.api.model.AuthConfig;
import dev.tranche.model.DockerEnvironment.Pull;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an engine has the images of its jobs. An image is pulled once at a time, however many attempts want it,
 * and not more than {@link #MOST_PULLS} are under way; a pull that nobody wants any more is given up. Any thread may use it.
 */
final class Images implements AutoCloseable {
    /** How many images an engine pulls at a time; what an engine does with the layers of one is its own affair. */
    static final int MOST_PULLS = 3;

    private final ContainerEngine engine;
    private final String architecture;
    private final Pull policy;
    private final Function<String, Optional<AuthConfig>> credentials;
    private final Workers workers;
    private final LongSupplier nanos;

    // All guarded by this.
    private final Map<Wanted, EngineImage> known = new HashMap<>();
    private final Map<Wanted, Fetch> underWay = new HashMap<>();
    private final Queue<Fetch> waitingToPull = new ArrayDeque<>();
    private int pulls;
    private boolean closed;

    /** What somebody wants: an image, perhaps for another kind of processor than the engine's. */
    private record Wanted(String image, Optional<String> platform) {}

    /** Why an engine does not have an image; the message is AWS's reason of the attempt. */
    static final class CannotPullException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotPullException(String message) {
            super("CannotPullContainerError: " + message);
        }
    }

    /** Somebody's wish for an image. */
    static final class Wish {
        private final Fetch fetch;
        private final CompletableFuture<EngineImage> image;

        private Wish(Fetch fetch) {
            this.fetch = fetch;
            this.image = fetch.image.copy();
        }

        /** The image; exceptionally {@link CannotPullException}, or that the engine cannot be reached. */
        CompletableFuture<EngineImage> image() {
            return image;
        }

        /** It is not wanted any more. */
        void drop() {
            fetch.dropped(this);
        }
    }

    /** The way to an image: a look whether it is there, then perhaps a pull. */
    private final class Fetch {
        final Wanted wanted;
        final CompletableFuture<EngineImage> image = new CompletableFuture<>();

        // Both guarded by Images.this.
        final Set<Wish> wishes = new HashSet<>();
        ContainerEngine.@Nullable Stream pull;

        Fetch(Wanted wanted) {
            this.wanted = wanted;
        }

        void dropped(Wish wish) {
            ContainerEngine.Stream unwanted;
            synchronized (Images.this) {
                boolean last = wishes.remove(wish) && wishes.isEmpty();
                unwanted = last ? pull : null;
                if (last) { // who wishes for it now begins anew
                    waitingToPull.remove(this);
                    underWay.remove(wanted, this);
                }
            }
            if (unwanted != null) {
                unwanted.close();
            }
        }
    }

    Images(
            ContainerEngine engine,
            String architecture,
            Pull policy,
            Function<String, Optional<AuthConfig>> credentials,
            Workers workers,
            LongSupplier nanos) {
        this.engine = engine;
        this.architecture = architecture;
        this.policy = policy;
        this.credentials = credentials;
        this.workers = workers;
        this.nanos = nanos;
    }

    /** Wishes for an image; it is looked for, or pulled, as the environment says. */
    Wish wish(String image, Optional<String> platform) {
        Wanted wanted = new Wanted(image, platform);
        Fetch fetch;
        boolean isNew;
        Wish wish;
        synchronized (this) {
            EngineImage there = policy == Pull.ALWAYS ? null : known.get(wanted);
            isNew = there == null && !underWay.containsKey(wanted);
            fetch = there == null ? underWay.computeIfAbsent(wanted, Fetch::new) : new Fetch(wanted);
            wish = new Wish(fetch);
            fetch.wishes.add(wish);
            if (there != null) {
                fetch.image.complete(there);
            }
        }
        if (isNew) {
            workers.soon(() -> look(fetch));
        }
        return wish;
    }

    /** An image is not there any more, against what was known. */
    synchronized void gone(String image) {
        known.keySet().removeIf(wanted -> wanted.image().equals(image));
    }

    private void look(Fetch fetch) {
        try {
            Optional<EngineImage> there = engine.image(fetch.wanted.image());
            if (policy == Pull.NEVER && there.isEmpty()) {
                throw new CannotPullException(
                        "the engine has no image " + fetch.wanted.image() + ", and the environment says pull(NEVER)");
            }
            if (there.isEmpty() && fetch.wanted.image().startsWith(Digests.ID)) {
                throw new CannotPullException("the engine has no image " + fetch.wanted.image()
                        + ", which was made on another engine or removed, and no registry knows an image by its id");
            }
            boolean usable = there.isPresent()
                    && (fetch.wanted.platform().isEmpty() || isFor(there.get(), fetch.wanted))
                    && policy != Pull.ALWAYS;
            if (usable || policy == Pull.NEVER) {
                done(fetch, checked(there.orElseThrow(), fetch.wanted));
            } else {
                pullInTurn(fetch);
            }
        } catch (RuntimeException e) {
            failed(fetch, e);
        }
    }

    private void pullInTurn(Fetch fetch) {
        synchronized (this) {
            if (fetch.wishes.isEmpty() || closed) {
                return;
            }
            if (pulls >= MOST_PULLS) {
                waitingToPull.add(fetch);
                return;
            }
            pulls++;
        }
        pull(fetch);
    }

    private void pull(Fetch fetch) {
        String image = fetch.wanted.image();
        PullProgress progress = new PullProgress(image, engine.name(), nanos);
        ContainerEngine.Sink<ContainerEngine.PullStep> sink = new ContainerEngine.Sink<>() {
            @Override
            public void next(ContainerEngine.PullStep step) {
                progress.step(step);
            }

            @Override
            public void ended(Optional<RuntimeException> failure) {
                progress.ended(failure.isEmpty());
                workers.soon(() -> pulled(fetch, failure));
            }
        };
        try {
            ContainerEngine.Stream pull =
                    engine.pull(ImageReference.parse(image), fetch.wanted.platform(), credentials.apply(image), sink);
            boolean unwanted;
            synchronized (this) {
                fetch.pull = pull;
                unwanted = fetch.wishes.isEmpty() || closed;
            }
            if (unwanted) {
                pull.close();
            }
        } catch (RuntimeException e) {
            pulled(fetch, Optional.of(e));
        }
    }

    private void pulled(Fetch fetch, Optional<RuntimeException> failure) {
        Fetch next;
        synchronized (this) {
            next = waitingToPull.poll();
            if (next == null) {
                pulls--;
            }
        }
        if (next != null) {
            pull(next);
        }
        try {
            failure.ifPresent(e -> {
                throw e;
            });
            done(
                    fetch,
                    checked(
                            engine.image(fetch.wanted.image())
                                    .orElseThrow(() -> new CannotPullException(
                                            "the pull of " + fetch.wanted.image() + " was given up")),
                            fetch.wanted));
        } catch (RuntimeException e) {
            failed(fetch, e);
        }
    }

    /** Another architecture is emulated, if at all, and slow; who wants that says so. */
    private EngineImage checked(EngineImage image, Wanted wanted) {
        boolean right = wanted.platform().isPresent()
                || image.architecture().isEmpty()
                || image.architecture().equals(architecture);
        if (!right) {
            throw new CannotPullException("image " + wanted.image() + " is for " + image.architecture()
                    + " and the engine for " + architecture + "; if the engine can emulate it, say raw(\"docker\", \""
                    + RawFields.PLATFORM + "\", \"linux/" + image.architecture() + "\")");
        }
        return image;
    }

    private static boolean isFor(EngineImage image, Wanted wanted) {
        return wanted.platform()
                .map(platform -> platform.endsWith("/" + image.architecture()))
                .orElse(true);
    }

    private void done(Fetch fetch, EngineImage image) {
        synchronized (this) {
            underWay.remove(fetch.wanted, fetch);
            known.put(fetch.wanted, image);
        }
        fetch.image.complete(image);
    }

    private void failed(Fetch fetch, RuntimeException failure) {
        synchronized (this) {
            underWay.remove(fetch.wanted, fetch);
        }
        boolean isSaid = failure instanceof CannotPullException || failure instanceof EngineUnreachableException;
        fetch.image.completeExceptionally(
                isSaid ? failure : new CannotPullException(fetch.wanted.image() + ": " + failure.getMessage()));
    }

    /** Why a wish was not granted, without the wrapping of futures. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Gives up all pulls. */
    @Override
    public void close() {
        Set<ContainerEngine.Stream> open = new HashSet<>();
        synchronized (this) {
            closed = true;
            waitingToPull.clear();
            underWay.values().forEach(fetch -> {
                if (fetch.pull != null) {
                    open.add(fetch.pull);
                }
            });
        }
        open.forEach(ContainerEngine.Stream::close);
    }
}
