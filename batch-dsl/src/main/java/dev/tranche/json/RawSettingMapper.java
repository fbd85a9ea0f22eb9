package dev.tranche.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.RawSetting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code tranche.raw}: what only one kind of backend understands, by backend and then by path. */
final class RawSettingMapper {
    private RawSettingMapper() {}

    static void write(List<RawSetting> settings, ShapeWriter out) {
        if (settings.isEmpty()) {
            return;
        }
        Map<String, Map<String, Object>> byBackend = new TreeMap<>();
        for (RawSetting setting : settings) {
            byBackend
                    .computeIfAbsent(setting.backend(), backend -> new TreeMap<>())
                    .put(setting.path(), setting.value());
        }
        out.json("raw", byBackend);
    }

    /** A word for a raw setting. */
    @FunctionalInterface
    interface Raw {
        @CanIgnoreReturnValue
        Object say(String backend, String path, Object json);
    }

    static void read(ShapeReader in, Raw word) {
        in.find("raw")
                .ifPresent(raw -> raw.entries()
                        .forEach((backend, settings) -> settings.entries()
                                .forEach((path, setting) ->
                                        setting.at(() -> word.say(backend, path, setting.value())))));
    }
}
