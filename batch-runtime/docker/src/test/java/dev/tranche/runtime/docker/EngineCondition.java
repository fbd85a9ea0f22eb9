package dev.tranche.runtime.docker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks once whether there is an engine to test on. */
final class EngineCondition implements ExecutionCondition {
    private static final Optional<String> MISSING = missing();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (MISSING.isEmpty()) {
            return ConditionEvaluationResult.enabled("a Docker engine answers");
        }
        String required = System.getProperty("tranche.require", System.getenv().getOrDefault("TRANCHE_REQUIRE", ""));
        if (List.of(required.split(",", -1)).contains("docker")) {
            throw new IllegalStateException("docker is required: " + MISSING.get());
        }
        return ConditionEvaluationResult.disabled(MISSING.get());
    }

    private static Optional<String> missing() {
        EngineAddress address = EngineAddress.of(Rig.environment(), Map.of()).get(0);
        try (ContainerEngine engine = new DockerJavaEngine(EngineConnection.to(address.name(), address.config()))) {
            Optional<String> missing = engine.image(Rig.IMAGE).isPresent()
                    ? Optional.empty()
                    : Optional.of("engine " + address.name() + " has no image " + Rig.IMAGE);
            missing.ifPresent(EngineCondition::tell);
            return missing;
        } catch (RuntimeException e) {
            String reason = "no Docker engine answers: " + e.getMessage();
            tell(reason);
            return Optional.of(reason);
        }
    }

    private static void tell(String reason) {
        System.err.println("SKIPPED: tests on a real Docker engine. " + reason);
    }
}
