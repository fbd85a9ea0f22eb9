package dev.tranche.runtime.internal.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final HostId HOST = new HostId("e", "h");
    private static final Instant T1 = Instant.ofEpochSecond(1);
    private static final Instant T2 = Instant.ofEpochSecond(2);

    private final Inbox<String, String> inbox = new Inbox<>(2);

    private static AttemptId attempt(int number) {
        return new AttemptId(new JobId(1, number, JobId.NO_INDEX), 1);
    }

    private static Capacity capacity(int vcpus) {
        return new Capacity(vcpus * 1000, MemorySize.gib(1), 0, MemorySize.gib(1));
    }

    private AttemptNews takeAttempt() {
        AttemptCell cell = (AttemptCell) Objects.requireNonNull(inbox.pollReport());
        return Objects.requireNonNull(cell.take());
    }

    private HostNews takeHost() {
        HostCell cell = (HostCell) Objects.requireNonNull(inbox.pollReport());
        return Objects.requireNonNull(cell.take());
    }

    @Test
    void reports_of_one_attempt_come_together_and_the_first_of_each_kind_counts() {
        inbox.expect(attempt(1));
        inbox.started(attempt(1), T1);
        inbox.ended(attempt(1), new AttemptEnd.Exited(0, T1));
        for (int i = 0; i < 1_000; i++) {
            inbox.started(attempt(1), T2);
            inbox.ended(attempt(1), new AttemptEnd.Exited(1, T2));
        }
        assertThat(takeAttempt()).isEqualTo(new AttemptNews(T1, new AttemptEnd.Exited(0, T1)));
        assertThat(inbox.pollReport()).isNull();
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void reports_of_attempts_that_nobody_expects_are_counted_and_ignored() {
        inbox.started(attempt(7), T1);
        inbox.expect(attempt(7));
        inbox.forget(attempt(7));
        inbox.ended(attempt(7), new AttemptEnd.Exited(0, T1));
        assertThat(inbox.isEmpty()).isTrue();
        assertThat(inbox.ignoredReports()).isEqualTo(2);
    }

    @Test
    void cells_are_polled_in_the_order_in_which_they_turned_non_empty() {
        for (int i = 1; i <= 3; i++) {
            inbox.expect(attempt(i));
        }
        inbox.started(attempt(2), T1);
        inbox.started(attempt(1), T1);
        AttemptCell first = (AttemptCell) Objects.requireNonNull(inbox.pollReport());
        inbox.started(attempt(3), T1);
        inbox.started(attempt(2), T2);
        assertThat(first.attempt()).isEqualTo(attempt(2));
        assertThat(((AttemptCell) Objects.requireNonNull(inbox.pollReport())).attempt())
                .isEqualTo(attempt(1));
        assertThat(((AttemptCell) Objects.requireNonNull(inbox.pollReport())).attempt())
                .isEqualTo(attempt(3));
        assertThat(inbox.pollReport()).isNull();
        assertThat(first.take()).isEqualTo(new AttemptNews(T1, null));
    }

    @Test
    void a_cell_whose_news_were_taken_can_enter_again_while_others_wait() {
        inbox.expect(attempt(1));
        inbox.expect(attempt(2));
        inbox.started(attempt(1), T1);
        inbox.started(attempt(2), T1);
        assertThat(takeAttempt()).isEqualTo(new AttemptNews(T1, null));
        inbox.ended(attempt(1), new AttemptEnd.Exited(0, T2));
        assertThat(takeAttempt()).isEqualTo(new AttemptNews(T1, null));
        assertThat(takeAttempt()).isEqualTo(new AttemptNews(null, new AttemptEnd.Exited(0, T2)));
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void a_host_that_was_lost_and_came_again_is_told_in_this_order() {
        inbox.hostJoined(HOST, capacity(1), Capacity.NONE);
        inbox.hostDraining(HOST, "soon");
        inbox.hostLost(HOST, "gone");
        inbox.hostLost(HOST, "gone again");
        inbox.hostJoined(HOST, capacity(2), Capacity.NONE);
        assertThat(takeHost()).isEqualTo(new HostNews("gone", new HostNews.Joined(capacity(2), Capacity.NONE), null));
        inbox.hostDraining(HOST, "once more");
        assertThat(takeHost()).isEqualTo(new HostNews(null, null, "once more"));
    }

    @Test
    void the_submit_lane_is_bounded_by_jobs_and_a_large_submit_takes_it_all() throws Exception {
        SubmitLane<String> lane = inbox.submits();
        assertThat(lane.permits(1)).isEqualTo(1);
        assertThat(lane.permits(0)).isEqualTo(1);
        assertThat(lane.permits(1_000)).isEqualTo(2);
        assertThat(lane.isIdle()).isTrue();
        assertThat(lane.room().tryAcquire(2)).isTrue();
        lane.put("large");
        assertThat(lane.room().tryAcquire(1)).isFalse();
        assertThat(lane.poll()).isEqualTo("large");
        assertThat(lane.isIdle()).isFalse();
        lane.leave(2);
        assertThat(lane.isIdle()).isTrue();
    }
}
