package dev.tranche.examples;

import static dev.tranche.dsl.Batch.jobQueue;

import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.OpenRefusedException;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks whether there is an engine to test on: whether a runtime opens there. */
final class EngineCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        var queue =
                jobQueue("none").computeEnvironmentOrder(WordCount.containers()).build();
        try (var runtime = BatchRuntime.inMemory().queues(queue).open()) {
            return ConditionEvaluationResult.enabled("a Docker engine answers to " + runtime);
        } catch (OpenRefusedException e) {
            String required =
                    System.getProperty("tranche.require", System.getenv().getOrDefault("TRANCHE_REQUIRE", ""));
            if (List.of(required.split(",", -1)).contains("docker")) {
                throw new IllegalStateException("docker is required: " + e.getMessage(), e);
            }
            System.err.println("SKIPPED: examples on a real Docker engine. " + e.getMessage());
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }
}
