package dev.tranche.runtime.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final long NOW = 1_700_000_000_000_000L;
    private static final long FIRST = 1L << 40;

    private final Jobs jobs = new Jobs();
    private final Deadlines deadlines = new Deadlines(jobs);
    private long nextNumber = FIRST;

    DeadlinesTest() {
        deadlines.present(NOW);
    }

    @Test
    void what_is_due_comes_by_time_and_then_by_job_whatever_the_order_of_arming() {
        int late = job();
        int second = job();
        int first = job();
        deadlines.arm(first, NOW + 5);
        deadlines.arm(second, NOW + 5);
        deadlines.arm(late, NOW + 4);

        assertThat(due(NOW + 3)).isEmpty();
        assertThat(due(NOW + 5)).containsExactly(late, second, first);
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void a_deadline_is_due_at_its_microsecond_and_not_before() {
        int job = job();
        deadlines.arm(job, NOW + 1_000_001);

        assertThat(due(NOW + 1_000_000)).isEmpty();
        assertThat(deadlines.next()).isBetween(NOW, NOW + 1_000_001);
        assertThat(due(NOW + 1_000_001)).containsExactly(job);
        assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_disarmed_deadline_never_comes() {
        int job = job();
        deadlines.arm(job, NOW + 10);
        deadlines.disarm(job);
        deadlines.disarm(job);

        assertThat(due(NOW + 100)).isEmpty();
    }

    @Test
    void deadlines_of_years_and_of_milliseconds_agree_with_a_sorted_map() {
        SplittableRandom random = new SplittableRandom(3);
        TreeMap<Long, List<Integer>> expected = new TreeMap<>();
        long now = NOW;
        for (int step = 0; step < 4_000; step++) {
            long in = 1 + (random.nextLong(1L << random.nextInt(50)) & Long.MAX_VALUE);
            int job = job();
            deadlines.arm(job, now + in);
            expected.computeIfAbsent(now + in, at -> new ArrayList<>()).add(job);
            if (step % 10 == 0) {
                now = Math.max(now + 1, random.nextInt(4) == 0 ? expected.firstKey() : now + random.nextInt(100_000));
                assertThat(deadlines.next()).isLessThanOrEqualTo(expected.firstKey());
                assertThat(due(now)).isEqualTo(upTo(expected, now));
            }
        }
        assertThat(due(Long.MAX_VALUE / 2)).isEqualTo(upTo(expected, Long.MAX_VALUE));
    }

    @Test
    void asking_again_and_again_for_the_next_time_comes_to_an_end() {
        int job = job();
        deadlines.arm(job, NOW + (400L << 30));
        List<Integer> due = List.of();
        int wakeUps = 0;
        for (long at = deadlines.next(); due.isEmpty(); at = deadlines.next()) {
            due = due(at);
            wakeUps++;
        }
        assertThat(due).containsExactly(job);
        assertThat(wakeUps).isLessThanOrEqualTo(6);
    }

    private static List<Integer> upTo(TreeMap<Long, List<Integer>> expected, long now) {
        List<Integer> jobs = new ArrayList<>();
        while (!expected.isEmpty() && expected.firstKey() <= now) {
            jobs.addAll(expected.pollFirstEntry().getValue());
        }
        return jobs;
    }

    private List<Integer> due(long now) {
        List<Integer> due = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = deadlines.due(now, 100, job -> {
                due.add(job);
                deadlines.disarm(job);
            });
        }
        return due;
    }

    private int job() {
        return jobs.add(nextNumber++, RowTable.NONE);
    }
}
