package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The policies of the guide are the least that is needed: exactly what is called. */
class GuideTest {
    /** What only environments call whose instances come and go. */
    private static final Set<String> MANAGED = Set.of(
            "ecs:CreateCluster",
            "ecs:DeleteCluster",
            "ecs:UpdateContainerInstancesState",
            "ecs:DeregisterContainerInstance");

    @Test
    void the_policy_for_a_cluster_allows_what_is_called_and_nothing_else() throws IOException {
        Set<String> called = called();
        called.removeIf(GuideTest::isManaged);
        called.add("iam:PassRole");

        assertThat(allowed("ec2.md")).isEqualTo(called);
    }

    @Test
    void the_policy_for_managed_environments_allows_what_they_call_beside() throws IOException {
        Set<String> called = called();
        called.removeIf(operation -> !isManaged(operation));
        called.add("iam:PassRole");

        assertThat(allowed("managed.md")).isEqualTo(called);
    }

    private static Set<String> allowed(String name) throws IOException {
        String page = Files.readString(Path.of("../../docs/guide/" + name));
        int from = page.indexOf("```json\n") + "```json\n".length();
        JsonNode policy = JsonMapper.builder().build().readTree(page.substring(from, page.indexOf("```", from)));
        Set<String> allowed = new TreeSet<>();
        policy.path("Statement")
                .forEach(statement -> statement.path("Action").forEach(each -> allowed.add(each.asString())));
        return allowed;
    }

    private static boolean isManaged(String operation) {
        return MANAGED.contains(operation)
                || operation.startsWith("ssm:")
                || operation.startsWith("servicequotas:")
                || operation.startsWith("iam:")
                || (operation.startsWith("ec2:") && !operation.equals("ec2:DescribeInstances"));
    }

    private static Set<String> called() {
        Set<String> called = new TreeSet<>();
        for (RateGroup group : RateGroup.values()) {
            group.operations().forEach(operation -> called.add(service(group) + ":" + operation));
        }
        called.remove("sts:GetCallerIdentity"); // everybody may
        return called;
    }

    private static String service(RateGroup group) {
        return switch (group) {
            case INSTANCES, EC2_READS, EC2_CHANGES -> "ec2";
            case PARAMETERS -> "ssm";
            case QUOTAS -> "servicequotas";
            case ROLES -> "iam";
            case LOG_EVENTS, LOG_GROUPS -> "logs";
            case IDENTITY -> "sts";
            default -> "ecs";
        };
    }
}
