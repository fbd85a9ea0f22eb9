package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HostGridTest {
    private final Hosts hosts = new Hosts();
    private final HostGrid grid = new HostGrid(hosts);

    @Test
    void the_smallest_host_with_room_is_chosen() {
        add(64_000, 65_536, 0);
        int small = add(4_000, 8_192, 0);
        add(16_000, 16_384, 0);

        assertThat(grid.bestFit(need(2_000, 4_096, 0))).isEqualTo(small);
    }

    @Test
    void a_host_of_exactly_the_size_fits_and_one_a_mebibyte_smaller_does_not() {
        int host = add(4_000, 8_192, 0);

        assertThat(grid.bestFit(need(4_000, 8_192, 0))).isEqualTo(host);
        assertThat(grid.bestFit(need(4_000, 8_193, 0))).isEqualTo(NONE);
        assertThat(grid.bestFit(need(4_001, 8_192, 0))).isEqualTo(NONE);
    }

    @Test
    void the_only_fitting_host_among_many_near_misses_is_found() {
        for (int host = 0; host < 1_000; host++) {
            add(4_000, 8_000, 0);
        }
        int fitting = add(4_000, 8_100, 0);

        assertThat(grid.bestFit(need(4_000, 8_050, 0))).isEqualTo(fitting);
    }

    @Test
    void of_hosts_with_as_much_free_the_first_is_chosen_whatever_was_before() {
        int first = add(4_000, 8_192, 0);
        int second = add(4_000, 8_192, 0);
        add(4_000, 8_192, 0);
        PlacementClass need = need(1_000, 1_024, 0);
        for (int host : new int[] {first, second}) {
            hosts.take(host, need, 1);
            grid.update(host);
        }
        for (int host : new int[] {second, first}) {
            hosts.take(host, need, -1);
            grid.update(host);
        }

        assertThat(grid.bestFit(need(4_000, 8_192, 0))).isEqualTo(first);
        assertThat(grid.bestFit(need)).isEqualTo(first);
    }

    @Test
    void an_answer_is_always_right_under_churn() {
        SplittableRandom random = new SplittableRandom(11);
        for (int host = 0; host < 200; host++) {
            add(1_000 * (1 + random.nextInt(64)), 1_024 * (1 + random.nextInt(128)), random.nextInt(3));
        }
        for (int step = 0; step < 20_000; step++) {
            PlacementClass need = need(
                    250 * (1 + random.nextInt(80)), 100 * (1 + random.nextInt(400)), random.nextInt(4) == 0 ? 1 : 0);
            int host = grid.bestFit(need);
            if (host == NONE) {
                assertThat(anyFits(need)).isFalse();
                int freed = random.nextInt(200);
                hosts.resize(freed, hosts.millivcpus(freed) + 1_000, hosts.memoryMib(freed) + 512, 2, 0);
                grid.update(freed);
            } else {
                assertThat(hosts.fits(host, need)).isTrue();
                hosts.take(host, need, 1);
                grid.update(host);
            }
        }
    }

    @Test
    void the_room_for_a_class_is_right_under_churn_and_forgotten_when_nobody_asks() {
        SplittableRandom random = new SplittableRandom(13);
        PlacementClass small = need(2_000, 3_000, 0);
        PlacementClass large = need(9_000, 20_000, 1);
        for (int host = 0; host < 50; host++) {
            add(1_000 * (1 + random.nextInt(64)), 1_024 * (1 + random.nextInt(128)), random.nextInt(3));
        }
        for (int step = 0; step < 5_000; step++) {
            int host = random.nextInt(50);
            switch (random.nextInt(3)) {
                case 0 -> hosts.take(host, need(500 * random.nextInt(4), 700, 0), 1);
                case 1 -> hosts.take(host, need(500 * random.nextInt(4), 700, 0), -1);
                default -> {
                    grid.remove(host);
                    grid.add(host);
                }
            }
            grid.update(host);
            assertThat(grid.room(small)).isEqualTo(countRoom(small));
            assertThat(grid.room(large)).isEqualTo(countRoom(large));
        }
        for (int change = 0; change < 70_000; change++) {
            grid.update(0);
        }
        assertThat(grid.counted()).isZero();
        assertThat(grid.room(large)).isEqualTo(countRoom(large));
    }

    private long countRoom(PlacementClass need) {
        long room = 0;
        for (int host = 0; host < hosts.limit(); host++) {
            room += hosts.times(host, need);
        }
        return room;
    }

    private boolean anyFits(PlacementClass need) {
        for (int host = 0; host < hosts.limit(); host++) {
            if (hosts.fits(host, need)) {
                return true;
            }
        }
        return false;
    }

    private int add(int millivcpus, int memoryMib, int gpus) {
        int host = hosts.nextNumber();
        hosts.add(host, 0, "host-" + host, millivcpus, memoryMib, gpus, 0);
        grid.add(host);
        return host;
    }

    private static PlacementClass need(int millivcpus, int memoryMib, int gpus) {
        return new PlacementClass(millivcpus, memoryMib, gpus, 0, List.of(), 1);
    }
}
