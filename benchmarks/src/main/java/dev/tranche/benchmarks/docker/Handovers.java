package dev.tranche.benchmarks.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import dev.tranche.benchmarks.docker.RecordedTransport.Call;
import dev.tranche.benchmarks.figures.Rounds;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long an engine with room for one container stays empty between two: from the event that says that one has ended, by
 * the engine's clock, to the call that starts the next, by ours, which is the same on one machine. What the engine takes in
 * between, to answer what the end was and to create the next container, is counted apart.
 */
final class Handovers implements Closeable {
    private static final double MILLIS_PER_NANO = 1e-6;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long PAUSE_MILLIS = 5;

    private final RecordedTransport transport;
    private final Instant opened = Instant.now();
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();
    private final Ends events = new Ends();

    private Handovers(RecordedTransport transport) {
        this.transport = transport;
    }

    /** Listens from now on. */
    static Handovers of(RecordedTransport transport, DockerClient client, String label) throws InterruptedException {
        Handovers handovers = new Handovers(transport);
        Ends events =
                client.eventsCmd().withEventFilter("die").withLabelFilter(label).exec(handovers.events);
        if (!events.listening.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("the engine tells no events");
        }
        return handovers;
    }

    /** Takes down what the engine tells. */
    private final class Ends extends ResultCallback.Adapter<Event> {
        final CountDownLatch listening = new CountDownLatch(1);

        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
            listening.countDown();
        }

        @Override
        public void onNext(Event event) {
            ends.put(
                    event.getId(),
                    Instant.EPOCH.plusNanos(
                            Objects.requireNonNull(event.getTimeNano(), "the engine does not say when")));
        }
    }

    /** What was seen so far, once the engine has told of this many ends. */
    List<Rounds> rounds(int containers) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (ends.size() < containers && System.nanoTime() < until) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return rounds();
    }

    private List<Rounds> rounds() {
        Rounds whole = new Rounds("end to start call of the next, engine full with 1", "ms");
        Rounds engine = new Rounds("… of that answers of the engine", "ms");
        Rounds ours = new Rounds("… beyond what the engine takes", "ms");
        List<Call> starts = transport
                .calls()
                .filter(call -> call.isStart() && call.began().isAfter(opened))
                .sorted(Comparator.comparing(Call::began))
                .toList();
        for (int i = 0; i + 1 < starts.size(); i++) {
            Instant end = ends.get(container(starts.get(i)));
            if (end == null) {
                throw new IllegalStateException("the engine told no end of " + starts.get(i));
            }
            Instant next = starts.get(i + 1).began();
            double all = millis(Duration.between(end, next));
            double answers = answersBetween(end, next);
            whole.add(all);
            engine.add(answers);
            ours.add(all - answers);
        }
        return List.of(whole, engine, ours);
    }

    /** What has to be known of the one that ended, and the creation of the next: one after the other, and nothing else. */
    private double answersBetween(Instant end, Instant next) {
        return transport
                .calls()
                .filter(call -> call.isInspect() || call.isCreate())
                .filter(call -> call.began().isAfter(end) && call.began().isBefore(next))
                .mapToDouble(call -> millis(Duration.between(call.began(), call.answered())))
                .sum();
    }

    private static String container(Call start) {
        String path = start.what().substring(0, start.what().length() - "/start".length());
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static double millis(Duration time) {
        return time.toNanos() * MILLIS_PER_NANO;
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
