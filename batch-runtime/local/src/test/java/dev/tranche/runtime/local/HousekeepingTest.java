package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void what_is_put_off_is_done_together_and_in_order_and_a_failure_harms_nothing() {
        try (Housekeeping housekeeping = new Housekeeping()) {
            housekeeping.later(() -> "do one", () -> done.add("one"));
            housekeeping.later(() -> "fail, as this test wants", () -> {
                throw new IllegalStateException("the chore of this test fails");
            });
            housekeeping.later(() -> "do two", () -> done.add("two"));
            Awaitility.await().atMost(Rig.PATIENCE).until(() -> done.size() == 2);
            housekeeping.later(() -> "do three", () -> done.add("three"));
            Awaitility.await().atMost(Rig.PATIENCE).until(() -> done.size() == 3);
        }
        assertThat(done).containsExactly("one", "two", "three");
    }

    @Test
    void a_close_waits_for_what_was_to_be_done_soon_and_forgets_what_was_put_off() throws InterruptedException {
        Housekeeping housekeeping = new Housekeeping();
        CountDownLatch closing = new CountDownLatch(1);
        housekeeping.soon(() -> "wait", () -> awaitQuietly(closing));
        housekeeping.soon(() -> "do this", () -> done.add("soon"));
        housekeeping.later(() -> "put this off", () -> done.add("later"));
        Thread closer = new Thread(housekeeping::close);
        closer.start();
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> closer.getState() == Thread.State.TIMED_WAITING);

        closing.countDown();
        closer.join(Rig.PATIENCE.toMillis());
        housekeeping.later(() -> "come too late", () -> done.add("too late"));
        housekeeping.soon(() -> "come too late", () -> done.add("too late"));

        assertThat(closer.isAlive()).isFalse();
        assertThat(done).containsExactly("soon");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
