package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/** Where the output of a container goes beside the log of the job; AWS: {@code logConfiguration}. */
public final class LogConfiguration extends Value {
    private final Spec spec;

    record Spec(String driver, ImmutableMap<String, String> options) {}

    LogConfiguration(String driver, Map<String, String> options) {
        options.forEach((name, value) ->
                Check.text("option " + Check.key("option of the log driver", name) + " of the log driver", value));
        this.spec = new Spec(Check.present("log driver", driver), ImmutableSortedMap.copyOf(options));
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * The log driver of the container engine; AWS: {@code logDriver}.
     *
     * @return its name, like {@code awslogs}
     */
    public String driver() {
        return spec.driver();
    }

    /**
     * The options of the driver; AWS: {@code options}.
     *
     * @return values by name, in the order of the names
     */
    public Map<String, String> options() {
        return spec.options();
    }
}
