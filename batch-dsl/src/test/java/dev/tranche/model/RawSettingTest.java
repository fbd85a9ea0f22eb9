package dev.tranche.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawSettingTest {
    private static Object value(Object json) {
        return new RawSetting("docker", "HostConfig.X", json).value();
    }

    @Test
    void numbers_of_one_value_are_equal_whatever_their_type() {
        assertThat(value(5)).isEqualTo(5L).isEqualTo(value((short) 5)).isEqualTo(value((byte) 5));
        assertThat(value(0.5f)).isEqualTo(0.5).isEqualTo(value(0.5));
    }

    @Test
    void lists_and_maps_are_copied_and_maps_sorted() {
        var list = new ArrayList<Object>(List.of(1, "a", true));
        Object copied = value(Map.of("b", list, "a", Map.of("c", 1)));
        list.clear();

        assertThat(copied).isEqualTo(Map.of("a", Map.of("c", 1L), "b", List.of(1L, "a", true)));
        assertThat(copied).hasToString("{a={c=1}, b=[1, a, true]}");
    }

    @Test
    void what_is_not_json_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value(Double.NaN))
                .withMessage("raw value must be a finite number: NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value(List.of('c')))
                .withMessage("raw value must be text, true or false, a number, a list or a map: java.lang.Character");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> value(Map.of(1, 2)))
                .withMessage("the keys of a raw map must be text: 1");
    }
}
