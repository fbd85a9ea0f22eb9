package dev.tranche.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void attempts_that_overlap_lie_in_different_lanes() {
        Spans spans =
                new Spans().ok("a", 0, "h", 0, 100).ok("a", 1, "h", 50, 150).ok("a", 2, "h", 100, 200);

        assertThat(labels(new Lanes(spans.all())))
                .isEqualTo(Map.of("h", List.of(List.of("a:0", "a:2"), List.of("a:1"))));
    }

    @Test
    void each_host_has_lanes_of_its_own() {
        Spans spans = new Spans().ok("a", 0, "h2", 0, 100).ok("a", 1, "h1", 0, 100);

        Lanes lanes = new Lanes(spans.all());

        assertThat(labels(lanes).keySet()).containsExactlyInAnyOrder("h1", "h2");
        assertThat(lanes.count()).isEqualTo(2);
    }

    private static Map<String, List<List<String>>> labels(Lanes lanes) {
        Map<String, List<List<String>>> labels = new java.util.HashMap<>();
        lanes.byHost()
                .forEach((host, ofHost) -> labels.put(
                        host,
                        ofHost.stream()
                                .map(lane -> lane.stream().map(Span::label).toList())
                                .toList()));
        return labels;
    }
}
