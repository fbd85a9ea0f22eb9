package dev.tranche.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read or written is refused with the path to it and what would be right. */
class RefusedDocumentTest {
    private static final String DEFINITION = """
            {"jobDefinitionName": "train", "type": "container", "containerProperties": {"image": "acme/train",
             "resourceRequirements": [{"type": "VCPU", "value": "2"}, {"type": "MEMORY", "value": "512"}]}}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "type": "container"          | "type": "multinode"                     | $.type: must be container here: 'multinode'
            "type": "container",         |                                         | $.type: is missing
            "train"                      | 7                                       | $.jobDefinitionName: must be text, not 7
            "train"                      | "my job"                                | $.jobDefinitionName: job definition name must be 1 to 128 letters, digits, '-' or '_': 'my job'
            "image"                      | "imgae"                                 | $.containerProperties.image: is missing
            "type": "container",         | "type": "container", "timeOut": {},     | $.timeOut: is unknown; is 'timeout' meant?
            "type": "container",         | "type": "container", "diskInMiB": 5,    | $.diskInMiB: belongs into $.tranche
            "type": "container",         | "type": "container", "tranche": {"timeout": {}}, | $.tranche.timeout: belongs into $
            "type": "container",         | "type": "container", "tranche": [],     | $.tranche: must be an object, not a list
            "type": "container",         | "type": "container", "nodeProperties": {}, | $.nodeProperties: has no meaning here
            "type": "container",         | "type": "container", "eksProperties": {"podProperties": {}}, | $.eksProperties: AWS Batch knows it, Tranche has nothing like it
            "type": "container",         | "type": "container", "platformCapabilities": ["FARGATE"], | $.platformCapabilities: AWS Batch knows them, Tranche has EC2 alone: [FARGATE]
            "type": "container",         | "type": "container", "parameters": {"a": 1}, | $.parameters.a: must be text, not 1
            "type": "container",         | "type": "container", "tags": null,      | $.tags: must have a value, not null; or leave the key out
            "type": "container",         | "type": "container", "type": "x",       | $.type: stands there twice
            "type": "container",         | "type": "container", "propagateTags": "yes", | $.propagateTags: must be true or false, not 'yes'
            "type": "container",         | "type": "container", "timeout": {},     | $.timeout.attemptDurationSeconds: is missing
            "type": "container",         | "type": "container", "timeout": {"attemptDurationSeconds": 60.5}, | $.timeout.attemptDurationSeconds: must be a whole number, not 60.5
            "type": "container",         | "type": "container", "timeout": {"attemptDurationSeconds": 60, "tranche": {"attemptDuration": "PT90S"}}, | $.timeout.attemptDurationSeconds: contradicts $.timeout.tranche.attemptDuration: PT1M30S is 90 for AWS Batch, not 60
            "type": "container",         | "type": "container", "tranche": {"stopGrace": "5 s"}, | $.tranche.stopGrace: must be a duration like PT1H30M: '5 s'
            "type": "container",         | "type": "container", "retryStrategy": {"attempts": 11}, | $.retryStrategy.attempts: attempts must be from 1 to 10: 11
            "type": "container",         | "type": "container", "retryStrategy": {"attempts": 3, "evaluateOnExit": [{"action": "AGAIN"}]}, | $.retryStrategy.evaluateOnExit[0].action: must be one of [RETRY, EXIT]: 'AGAIN'
            "type": "container",         | "type": "container", "schedulingPriority": 4294967296, | $.schedulingPriority: must be a whole number of 32 bits: 4294967296
            "type": "container",         | "type": "container", "schedulingPriority": 18446744073709551616, | $.schedulingPriority: must fit 64 bits: 18446744073709551616
            "value": "2"                 | "value": 2                              | $.containerProperties.resourceRequirements[0].value: must be text, not 2
            "value": "2"                 | "value": "two"                          | $.containerProperties.resourceRequirements[0].value: must be a number of vCPUs like 2 or 0.25: 'two'
            "value": "2"                 | "value": "0.0005"                       | $.containerProperties.resourceRequirements[0].value: must be thousandths of a vCPU, and at most 2147483: '0.0005'
            "value": "512"               | "value": "512.5"                        | $.containerProperties.resourceRequirements[1].value: must be a whole number: '512.5'
            "MEMORY"                     | "VCPU"                                  | $.containerProperties.resourceRequirements[1]: the resource VCPU stands there twice
            "MEMORY"                     | "GPU"                                   | $.containerProperties.resourceRequirements: MEMORY is missing
            "MEMORY"                     | "MEMROY"                                | $.containerProperties.resourceRequirements[1].type: must be one of [VCPU, MEMORY, GPU]: 'MEMROY'
            "image":                     | "vcpus": 3, "image":                    | $.containerProperties.vcpus: contradicts resourceRequirements; say it there alone
            "image":                     | "networkConfiguration": {"assignPublicIp": "ENABLED"}, "image": | $.containerProperties.networkConfiguration: AWS Batch knows it, Tranche has nothing like it
            "image":                     | "environment": [{"name": "AWS_BATCH_X", "value": "1"}], "image": | $.containerProperties.environment[0]: environment variable name must not start with AWS_BATCH, which is reserved: 'AWS_BATCH_X'
            "image":                     | "mountPoints": [{"containerPath": "/a", "sourceVolume": "data"}], "image": | $.containerProperties.mountPoints[0].sourceVolume: no such volume: 'data'; there are []
            "image":                     | "volumes": [{"name": "data", "host": {"sourcePath": "/data"}}], "image": | $.containerProperties.volumes[0]: no mount point names the volume 'data'
            "image":                     | "volumes": [{"name": "data"}], "image":  | $.containerProperties.volumes[0]: must have host.sourcePath, efsVolumeConfiguration or tranche.named; Tranche has no anonymous directories of a host
            "image":                     | "tranche": {"executable": true}, "image": | $.containerProperties.tranche.executable: contradicts the image or script; say one of them
            "image":                     | "logConfiguration": {"logDriver": "local"}, "image": | $.containerProperties.logConfiguration.logDriver: must be one of [json-file, syslog, journald, gelf, fluentd, awslogs, splunk, awsfirelens], or stand in tranche.log: 'local'
            """)
    void a_document_is_refused_for(String text, String instead, String message) {
        String json = DEFINITION.replace(text, instead == null ? "" : instead);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJson.readJobDefinition(json))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"vcpus": 2, "resourceRequirements": [{"type": "VCPU", "value": "3"}]}     | $.containerOverrides.vcpus: contradicts resourceRequirements; say it there alone
            {"resourceRequirements": [{"type": "VCPU", "value": "3"}, {"type": "VCPU", "value": "4"}]} | $.containerOverrides.resourceRequirements[1]: the resource VCPU stands there twice
            {"environment": [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]} | $.containerOverrides.environment[1]: environment variable A was already set to 1
            {}, "containerOverrides": {}                                               | $.containerOverrides: stands there twice
            {}, "nodeOverrides": {"numNodes": 2}                                       | $.nodeOverrides: has no meaning here
            """)
    void overrides_that_contradict_each_other_are_refused(String overrides, String message) {
        String json = "{\"jobName\": \"j\", \"jobDefinition\": \"train\", \"containerOverrides\": " + overrides + "}";
        References known = References.NONE.jobDefinition(BatchJson.readJobDefinition(DEFINITION));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJson.readSubmission(json, known))
                .withMessage(message);
    }

    @Test
    void text_that_is_not_json_is_refused_with_the_place_and_without_what_stands_there() {
        message("{\"jobDefinitionName\": secret-7}")
                .startsWith("$: is not JSON at line 1, column")
                .doesNotContain("secret-7");
        message("").isEqualTo("$: the document is empty");
        message("{} {}").isEqualTo("$: something follows the document");
        message("[]").isEqualTo("$: must be an object, not a list");
        message("7").isEqualTo("$: must be an object, not 7");
    }

    @Test
    void a_document_has_bounds() {
        message("[".repeat(65)).startsWith("$: is not JSON").contains("64");
        message(" ".repeat((16 << 20) + 1)).isEqualTo("$: must be at most 16 MiB long: 16777217");
    }

    @Test
    void what_does_not_fit_together_is_refused_by_the_model_with_the_path() {
        String json = DEFINITION.replace("\"image\":", """
                "environment": [{"name": "A", "value": "1"}], "secrets": [{"name": "A", "valueFrom": "a"}],
                "linuxParameters": {"swappiness": 5}, "image":
                """);

        message(json)
                .contains("$: job definition train / environment variable A: is also a secret; say one of them")
                .contains("$: job definition train / swappiness: ");
    }

    private static AbstractStringAssert<?> message(String json) {
        try {
            return assertThat(BatchJson.readJobDefinition(json).toString());
        } catch (IllegalArgumentException e) {
            return assertThat(e.getMessage());
        }
    }
}
