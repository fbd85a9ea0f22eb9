package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.docker.EngineRefusedException.Kind;
import org.junit.jupiter.api.Test;

class EngineRefusedExceptionTest {
    @Test
    void the_status_says_what_kind_of_refusal_it_is() {
        assertThat(Kind.of(404, "No such container: x")).isEqualTo(Kind.NOT_FOUND);
        assertThat(Kind.of(409, "removal of container x is already in progress"))
                .isEqualTo(Kind.CONFLICT);
        assertThat(Kind.of(500, "driver failed")).isEqualTo(Kind.OTHER);
        assertThat(Kind.of(400, "RWLayer of container x is unexpectedly nil")).isEqualTo(Kind.OTHER);
    }

    /** Met while the lease of an earlier opening was read that was just being removed: the other leases stayed. */
    @Test
    void a_container_whose_files_are_being_removed_is_gone() {
        assertThat(Kind.of(500, "RWLayer of container 5aaa6c5ad4bd is unexpectedly nil"))
                .isEqualTo(Kind.NOT_FOUND);
    }
}
