package dev.tranche.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The identities of jobs and attempts, and sizes of memory. */
class IdentitiesTest {
    private final JobId job = new JobId(0xABC_DEF0_1234_5678L, 42, JobId.NO_INDEX);

    @Test
    void a_job_is_printed_as_a_uuid_that_can_be_read_back() {
        assertThat(job).hasToString("abcdef01-2345-8678-8000-00000000002a");
        assertThat(JobId.parse(job.toString())).isEqualTo(job);
        assertThat(JobId.parse(job.child(7).toString())).isEqualTo(job.child(7));
    }

    @Test
    void the_largest_identity_comes_back_too() {
        var largest = new JobId((1L << 60) - 1, (1L << 62) - 1, Integer.MAX_VALUE);

        assertThat(JobId.parse(largest.toString())).isEqualTo(largest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00000000-0000-4000-8000-000000000001",
                "00000000-0000-8000-0000-000000000001",
                "00000000-0000-8000-8000-000000000000",
                "0-0-8000-8000-1",
                "00000000-0000-8000-8000-000000000001:",
                "00000000-0000-8000-8000-000000000001:+1",
                "00000000-0000-8000-8000-000000000001:-1",
                "00000000-0000-8000-8000-000000000001:4294967295"
            })
    void what_is_no_identity_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JobId.parse(text)).withMessage("not a job id: " + text);
    }

    @Test
    void a_child_knows_its_array() {
        assertThat(job.isChild()).isFalse();
        assertThat(job.arrayIndex()).isEmpty();
        assertThat(job.parent()).isEqualTo(job);
        assertThat(job.child(7).isChild()).isTrue();
        assertThat(job.child(7).arrayIndex()).hasValue(7);
        assertThat(job.child(7).parent()).isEqualTo(job);
        assertThatIllegalStateException()
                .isThrownBy(() -> job.child(7).child(1))
                .withMessage("a child has no children: " + job.child(7));
    }

    @Test
    void identities_are_ordered_by_runtime_number_index_and_attempt() {
        var next = new JobId(job.runtime(), 43, JobId.NO_INDEX);
        var other = new JobId(job.runtime() + 1, 1, JobId.NO_INDEX);

        assertThat(List.of(job, job.child(0), job.child(1), next, other)).isSorted();
        assertThat(List.of(new AttemptId(job, 1), new AttemptId(job, 2), new AttemptId(next, 1)))
                .isSorted();
    }

    @Test
    void numbers_out_of_their_range_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobId(-1, 1, 0))
                .withMessage("runtime must have 60 bits: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobId(1, 0, 0))
                .withMessage("job number must be from 1 to 2^62 - 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JobId(1, 1, -2))
                .withMessage("index must not be negative: -2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttemptId(job, 0))
                .withMessage("attempt number must be at least 1: 0");
    }

    @Test
    void an_attempt_is_printed_behind_its_job() {
        assertThat(new AttemptId(job, 2)).hasToString(job + ".2");
    }

    @Test
    void a_size_is_printed_in_the_largest_whole_unit() {
        assertThat(MemorySize.mib(1024)).hasToString("1 GiB");
        assertThat(MemorySize.mib(1025)).hasToString("1025 MiB");
        assertThat(new MemorySize(1000)).hasToString("1000 bytes");
        assertThat(new MemorySize((1 << 20) + 1).toMebibytesRoundedUp()).isEqualTo(2);
        assertThat(MemorySize.mib(0).toMebibytesRoundedUp()).isZero();
    }

    @Test
    void a_size_that_cannot_be_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemorySize(-1))
                .withMessage("a memory size must not be negative: -1 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemorySize.mib(-1))
                .withMessage("a memory size must be from 0 to 2^63 - 1 bytes: -1 MiB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemorySize.gib(1L << 33))
                .withMessage("a memory size must be from 0 to 2^63 - 1 bytes: 8589934592 GiB");
    }

    @Test
    void only_two_states_are_ends() {
        assertThat(JobStatus.values())
                .filteredOn(JobStatus::isTerminal)
                .containsExactly(JobStatus.SUCCEEDED, JobStatus.FAILED);
    }
}
