package dev.tranche.runtime.ec2;

import dev.tranche.runtime.ec2.standin.AwsStandIn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks once whether there is an engine for the tasks of the stand-in. */
final class EngineCondition implements ExecutionCondition {
    private static final Optional<String> MISSING = AwsStandIn.missing();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (MISSING.isEmpty()) {
            return ConditionEvaluationResult.enabled("a Docker engine answers");
        }
        String required = System.getProperty("tranche.require", System.getenv().getOrDefault("TRANCHE_REQUIRE", ""));
        if (List.of(required.split(",", -1)).contains("docker")) {
            throw new IllegalStateException("docker is required: " + MISSING.get());
        }
        System.err.println("SKIPPED: tests of ECS tasks as real containers. " + MISSING.get());
        return ConditionEvaluationResult.disabled(MISSING.get());
    }
}
