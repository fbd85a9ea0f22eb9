package dev.tranche.runtime.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many producers and a consumer that sleeps whenever it can: nothing is lost, and no wake-up either. */
class InboxStressTest {
    private static final int PRODUCERS = 3;
    private static final int EACH = 20_000;
    private static final int EXPECTED = 3 * PRODUCERS * EACH; // a submit, a control and the end of an attempt each

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everything_that_is_put_in_is_taken_out_once() throws Exception {
        Inbox<Integer, Integer> inbox = new Inbox<>(64);
        List<Thread> producers = new ArrayList<>();
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int first = producer * EACH;
            producers.add(new Thread(() -> produce(inbox, first)));
            for (int i = 0; i < EACH; i++) {
                inbox.expect(attempt(first + i));
            }
        }
        producers.forEach(Thread::start);
        Set<Object> seen = consume(inbox, EXPECTED);
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(seen).hasSize(EXPECTED);
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(inbox.submits().isIdle()).isTrue();
    }

    private static AttemptId attempt(int number) {
        return new AttemptId(new JobId(1, number + 1L, JobId.NO_INDEX), 1);
    }

    private static void produce(Inbox<Integer, Integer> inbox, int first) {
        for (int i = first; i < first + EACH; i++) {
            inbox.submits().room().acquireUninterruptibly();
            inbox.submits().put(i);
            inbox.control(i);
            inbox.started(attempt(i), Instant.EPOCH);
            inbox.ended(attempt(i), new AttemptEnd.Exited(0, Instant.EPOCH));
        }
    }

    private static Set<Object> consume(Inbox<Integer, Integer> inbox, int expected) {
        Set<Object> seen = new HashSet<>();
        while (seen.size() < expected) {
            if (!takeOne(inbox, seen)) {
                // for ever: only a wake-up ends it
                inbox.wakeup().sleep(inbox::isEmpty, Long.MAX_VALUE);
            }
        }
        drainRepeats(inbox);
        return seen;
    }

    private static boolean takeOne(Inbox<Integer, Integer> inbox, Set<Object> seen) {
        Integer submit = inbox.submits().poll();
        if (submit != null) {
            assertThat(seen.add("submit " + submit)).isTrue();
            inbox.submits().leave(1);
        }
        Integer control = inbox.pollControl();
        if (control != null) {
            assertThat(seen.add("control " + control)).isTrue();
        }
        Cell<?> cell = inbox.pollReport();
        if (cell instanceof AttemptCell attempt) {
            AttemptNews news = attempt.take();
            if (news != null && news.end() != null) {
                assertThat(seen.add(attempt.attempt())).isTrue();
            }
        }
        return submit != null || control != null || cell != null;
    }

    private static void drainRepeats(Inbox<Integer, Integer> inbox) {
        while (inbox.pollReport() instanceof AttemptCell cell) {
            assertThat(cell.take()).isNull();
        }
    }
}
