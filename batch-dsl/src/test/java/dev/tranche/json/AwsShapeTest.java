package dev.tranche.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Workflow;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is written is what AWS takes, and the table of shapes knows all that AWS has. */
class AwsShapeTest {
    private static final AwsModel AWS = new AwsModel();
    /** A request need not say its queue; whoever submits it does. */
    private static final String SAID_LATER = "$.jobQueue is missing";

    @TestFactory
    List<DynamicTest> without_tranche_a_document_is_one_of_aws() {
        List<DynamicTest> tests = new ArrayList<>();
        Samples.all()
                .forEach((name, value) -> tests.add(DynamicTest.dynamicTest(
                        name, () -> assertThat(problems(value)).isEmpty())));
        return tests;
    }

    static List<String> problems(Object value) {
        Object document = AwsModel.withoutTranche(JsonText.read(Documents.write(value)));
        List<String> problems = new ArrayList<>();
        if (value instanceof Workflow) {
            Map<String, Object> workflow = AwsModel.object(document);
            problems.addAll(each(workflow, "jobDefinitions", "RegisterJobDefinitionRequest"));
            problems.addAll(each(workflow, "jobQueues", "CreateJobQueueRequest"));
            problems.addAll(each(workflow, "jobs", "SubmitJobRequest"));
        } else {
            problems.addAll(AWS.problems(Documents.awsShape(value), document));
        }
        problems.removeIf(SAID_LATER::equals);
        return problems;
    }

    private static List<String> each(Map<String, Object> workflow, String list, String shape) {
        return AwsModel.list(workflow.getOrDefault(list, List.of())).stream()
                .flatMap(element -> AWS.problems(shape, element).stream())
                .toList();
    }

    @TestFactory
    List<DynamicTest> every_member_that_aws_has_is_mapped_or_refused_or_ignored_by_name() {
        return EnumSet.complementOf(EnumSet.of(Shape.OURS)).stream()
                .map(shape -> DynamicTest.dynamicTest(shape.awsName(), () -> {
                    Set<String> known = new TreeSet<>(shape.members());
                    known.addAll(shape.refused());
                    AWS.members(shape.awsName()).stream().filter(shape::ignores).forEach(known::add);

                    assertThat(known).isEqualTo(AWS.members(shape.awsName()));
                }))
                .toList();
    }

    @Test
    void the_log_drivers_of_aws_are_known() {
        assertThat(LogConfigurationMapper.AWS_DRIVERS).isEqualTo(Set.copyOf(AWS.values("LogDriver")));
    }

    @Test
    void the_check_itself_finds_what_is_wrong() {
        Object document = JsonText.read("""
                {"jobDefinitionName": 7, "typ": "container", "retryStrategy": {"attempts": 4294967296},
                 "containerProperties": {"resourceRequirements": [{"type": "CPU"}]}, "tags": {}}
                """);

        assertThat(AWS.problems("RegisterJobDefinitionRequest", document))
                .containsExactlyInAnyOrder(
                        "$.type is missing",
                        "$.jobDefinitionName is no string: 7",
                        "$.typ is unknown",
                        "$.retryStrategy.attempts is no integer: 4294967296",
                        "$.containerProperties.resourceRequirements[0].value is missing",
                        "$.containerProperties.resourceRequirements[0].type is none of [GPU, VCPU, MEMORY]: CPU",
                        "$.tags is out of 1.0 to 50.0: 0.0");
    }
}
