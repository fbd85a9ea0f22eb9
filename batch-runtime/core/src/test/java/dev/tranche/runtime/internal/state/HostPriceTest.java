package dev.tranche.runtime.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a part of a host costs. */
class HostPriceTest {
    private final HostPrice price = new HostPrice(100_001, 4_000, 8_000, 1);

    @Test
    void it_is_the_largest_part_of_any_resource_rounded_up() {
        assertThat(price.part(1_000, 1_000, 0)).isEqualTo(25_001);
        assertThat(price.part(1_000, 4_000, 0)).isEqualTo(50_001);
        assertThat(price.part(1_000, 1_000, 1)).isEqualTo(100_001);
    }

    @Test
    void it_is_never_more_than_the_host_and_nothing_of_what_the_host_does_not_have() {
        assertThat(price.part(5_000, 1_000, 0)).isEqualTo(100_001);
        assertThat(new HostPrice(7, 1_000, 1_000, 0).part(0, 0, 2)).isZero();
    }
}
