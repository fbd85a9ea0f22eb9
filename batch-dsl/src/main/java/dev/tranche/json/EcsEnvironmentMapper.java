package dev.tranche.json;

import dev.tranche.model.EcsEnvironment;
import dev.tranche.model.EcsEnvironmentBuilder;
import dev.tranche.model.OnInterruption;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What AWS does not know of an environment on ECS, whoever keeps its instances. */
final class EcsEnvironmentMapper {
    private EcsEnvironmentMapper() {}

    static void write(EcsEnvironment environment, ShapeWriter out) {
        out.text("region", environment.region());
        out.text("endpoint", environment.endpoint().map(URI::toString));
        out.text("assumeRole", environment.assumeRole());
        Optional<Duration> stopAfter = environment.onInterruption().stopsAfter();
        out.duration("stopAfterInterruption", stopAfter);
        out.text("baseImage", environment.baseImage());
    }

    static void read(ShapeReader in, EcsEnvironmentBuilder environment) {
        in.say("region", Node::text, environment::region);
        in.say("endpoint", Node::text, address -> environment.endpoint(URI.create(address)));
        in.say("assumeRole", Node::text, environment::assumeRole);
        in.say(
                "stopAfterInterruption",
                Node::duration,
                delay -> environment.onInterruption(OnInterruption.stopAfter(delay)));
        in.say("baseImage", Node::text, environment::baseImage);
    }
}
