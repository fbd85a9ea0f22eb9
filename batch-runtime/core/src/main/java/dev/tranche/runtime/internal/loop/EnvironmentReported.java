package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.inbox.EnvironmentNews;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostAnswer;
import java.util.Map;

/** What a backend can get of hosts, and what it got, as an input. */
final class EnvironmentReported implements Input {
    private final int environment;
    private final EnvironmentNews news;

    EnvironmentReported(int environment, EnvironmentNews news) {
        this.environment = environment;
        this.news = news;
    }

    @Override
    public void feed(Machine machine) {
        if (news.types() != null) {
            machine.hostTypes(
                    environment,
                    news.types().stream().map(EnvironmentReported::type).toList());
        }
        for (HostAnswer answer : news.answers()) {
            for (HostAnswer.Given host : answer.hosts()) {
                machine.hostLaunched(environment, answer.request(), host.name(), host.type());
            }
            answer.refusals().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(refusal -> machine.hostTypeWithheld(environment, refusal.getKey(), refusal.getValue()));
            machine.hostRequestAnswered(
                    environment,
                    answer.request(),
                    answer.hosts().size(),
                    !answer.refusals().isEmpty());
        }
    }

    private static HostType type(dev.tranche.runtime.spi.HostType type) {
        Capacity capacity = type.capacity();
        return new HostType(
                type.name(),
                capacity.millivcpus(),
                HostReported.mebibytes(capacity.memory()),
                capacity.gpus(),
                HostReported.mebibytes(capacity.disk()),
                type.microDollarsPerHour(),
                type.edition());
    }

    @Override
    public String toString() {
        return "report of environment " + environment + ": " + news;
    }
}
