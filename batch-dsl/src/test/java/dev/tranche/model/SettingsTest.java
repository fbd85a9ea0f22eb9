package dev.tranche.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Setting<Integer> size = Setting.of("size");
    private final Setting<ImmutableMap<String, String>> tags = Setting.map("tags");
    private final Settings base = Settings.NONE.with(size, 1).with(tags, ImmutableMap.of("a", "1", "b", "2"));

    @Test
    void a_later_layer_replaces_single_values_and_adds_to_maps() {
        Settings sum = base.plus(
                Settings.NONE.with(tags, ImmutableMap.of("b", "3", "c", "4")).with(size, 2));

        assertThat(sum.get(size)).isEqualTo(2);
        assertThat(sum.map(tags)).containsExactly(Map.entry("a", "1"), Map.entry("b", "3"), Map.entry("c", "4"));
        assertThat(sum).hasToString("[size=2, tags={a=1, b=3, c=4}]");
    }

    @Test
    void nothing_is_the_neutral_layer() {
        assertThat(base.plus(Settings.NONE)).isSameAs(base);
        assertThat(Settings.NONE.plus(base)).isSameAs(base);
    }

    @Test
    void what_lies_under_does_not_replace() {
        assertThat(base.under(tags, ImmutableMap.of("z", "0", "a", "9")).map(tags))
                .containsExactly(Map.entry("z", "0"), Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(base.under(tags, ImmutableMap.of())).isSameAs(base);
    }

    @Test
    void what_has_not_been_said_is_not_there() {
        assertThat(base.without(size).find(size)).isEmpty();
        assertThat(base.without(size).without(size)).isEqualTo(Settings.NONE.with(tags, base.map(tags)));
        assertThat(Settings.NONE.map(tags)).isEmpty();
        assertThat(Settings.NONE.number(size)).isEmpty();
        assertThat(base.number(size)).hasValue(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> Settings.NONE.get(size))
                .withMessage("size has not been set");
    }

    @Test
    void a_chain_refuses_a_second_word_about_the_same_thing() {
        var chain = new Chain();
        chain.say(size, 1);
        chain.add(tags, "tag", "a", "1");
        chain.add(tags, "tag", "b", "2");

        assertThatIllegalStateException().isThrownBy(() -> chain.say(size, 2)).withMessage("size was already set to 1");
        assertThatIllegalStateException()
                .isThrownBy(() -> chain.add(tags, "tag", "a", "1"))
                .withMessage("tag a was already set to 1");
        assertThat(chain.said()).isEqualTo(base);
    }
}
