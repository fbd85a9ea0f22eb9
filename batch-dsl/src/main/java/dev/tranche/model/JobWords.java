package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The words about a job with the rule for each value, shared by the builders of all that can say them. */
final class JobWords {
    private final Chain chain = new Chain();

    Settings said() {
        return chain.said();
    }

    <T> void say(Setting<T> setting, T value) {
        chain.say(setting, value);
    }

    void name(String kind, String name) {
        chain.say(Setting.NAME, Check.name(kind, name));
    }

    void vcpus(int vcpus) {
        millivcpus(1000 * Check.range("vcpus", vcpus, 1, Check.MAX_VCPUS));
    }

    void millivcpus(int millis) {
        chain.say(JobSettings.MILLIVCPUS, Check.positive("millivcpus", millis));
    }

    void memory(MemorySize memory) {
        chain.say(JobSettings.MEMORY, Check.memory(memory));
    }

    void gpus(int gpus) {
        chain.say(JobSettings.GPUS, Check.range("gpus", gpus, 1, 4096));
    }

    void disk(MemorySize disk) {
        chain.say(JobSettings.DISK, Check.size("disk", disk, MemorySize.mib(1)));
    }

    void variable(String name, String value) {
        Check.text("environment variable " + name, value);
        chain.add(JobSettings.ENVIRONMENT, "environment variable", Check.variable(name), value);
    }

    /** In the order of their names: that of a map may change from one run to the next. */
    void variables(Map<String, String> variables) {
        new TreeMap<>(variables).forEach(this::variable);
    }

    void secret(String variable, Secret secret) {
        chain.add(JobSettings.SECRETS, "secret", Check.variable(variable), secret);
    }

    void parameter(String name, String value) {
        Check.text("parameter " + name, value);
        chain.add(JobSettings.PARAMETERS, "parameter", Check.name("parameter", name), value);
    }

    void role(Setting<String> role, String arn) {
        String rule = role + " must be an ARN, like arn:aws:iam::123456789012:role/train";
        chain.say(role, Check.ensure(arn.startsWith("arn:"), arn, rule));
    }

    void retry(UnaryOperator<RetryStrategyBuilder> retry) {
        chain.say(JobSettings.RETRY, RetryStrategyChain.said(retry));
    }

    void timeout(Duration attempt) {
        chain.say(JobSettings.TIMEOUT, Check.positive("timeout", attempt));
    }

    void queueTimeout(Duration wait) {
        chain.say(JobSettings.QUEUE_TIMEOUT, Check.positive("queue timeout", wait));
    }

    void stopGrace(Duration grace) {
        chain.say(JobSettings.STOP_GRACE, Check.duration("stop grace", grace, Duration.ZERO, Duration.ofDays(1)));
    }

    void schedulingPriority(int priority) {
        chain.say(JobSettings.SCHEDULING_PRIORITY, Check.range("scheduling priority", priority, 0, 9999));
    }

    void consumes(ConsumableResource resource, long quantity) {
        Check.range("quantity of " + resource.name(), quantity, 1, resource.totalQuantity());
        chain.add(JobSettings.CONSUMES, "consumption of", resource, quantity);
    }

    void tag(String key, String value) {
        tag(chain, JobSettings.TAGS, key, value);
    }

    void raw(String backend, String path, Object json) {
        chain.add(JobSettings.RAW, "raw setting", backend + " " + path, new RawSetting(backend, path, json));
    }

    void container(String name, Settings changes) {
        chain.add(JobSettings.CONTAINERS, "container", name, changes);
    }

    void startAfter(String container, Container.Condition condition) {
        chain.add(Container.START_AFTER, "start after container", container, condition);
    }

    static Settings refuseName(Settings overrides) {
        if (overrides.has(Setting.NAME)) {
            throw new IllegalArgumentException(
                    "a request cannot rename its definition; name the job with job(name, definition): "
                            + Check.quoted(overrides.get(Setting.NAME)));
        }
        return overrides;
    }

    static void tag(Chain chain, Setting<ImmutableMap<String, String>> tags, String key, String value) {
        Check.range("length of tag key " + Check.quoted(key), key.length(), 1, 128);
        Check.range("length of the value of tag " + key, value.length(), 0, 256);
        chain.add(tags, "tag", Check.key("tag key", key), Check.text("tag " + key, value));
    }
}
