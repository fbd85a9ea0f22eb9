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

/** The policy of the guide is the least that is needed: exactly what is called. */
class GuideTest {
    @Test
    void the_policy_of_the_guide_allows_what_is_called_and_nothing_else() throws IOException {
        String page = Files.readString(Path.of("../../docs/guide/ec2.md"));
        int from = page.indexOf("```json\n") + "```json\n".length();
        JsonNode policy = JsonMapper.builder().build().readTree(page.substring(from, page.indexOf("```", from)));
        Set<String> allowed = new TreeSet<>();
        policy.path("Statement")
                .forEach(statement -> statement.path("Action").forEach(each -> allowed.add(each.asString())));

        Set<String> called = new TreeSet<>(Set.of("iam:PassRole"));
        for (RateGroup group : RateGroup.values()) {
            group.operations().forEach(operation -> called.add(service(group) + ":" + operation));
        }
        called.remove("sts:GetCallerIdentity"); // everybody may

        assertThat(allowed).isEqualTo(called);
    }

    private static String service(RateGroup group) {
        return switch (group) {
            case INSTANCES -> "ec2";
            case LOG_EVENTS, LOG_GROUPS -> "logs";
            case IDENTITY -> "sts";
            default -> "ecs";
        };
    }
}
