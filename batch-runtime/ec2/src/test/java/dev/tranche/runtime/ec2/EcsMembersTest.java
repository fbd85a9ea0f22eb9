package dev.tranche.runtime.ec2;

import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Access;
import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.Container.Condition;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.Secret;
import dev.tranche.model.Volume;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every member of the shapes that a start is made of, as ECS's model has them: what it is mapped from, seen in an example that
 * says everything, or why nothing is. A member that a newer model brings fails here until somebody decides.
 */
class EcsMembersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TaskSettings SETTINGS =
            new TaskSettings(Optional.of("base:1"), "/aws/batch/job", "eu-central-1");
    private static final String ROLE = "arn:aws:iam::123456789012:role/job";
    private static final String EXECUTION = "arn:aws:iam::123456789012:role/execution";
    private static final String SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";

    private static final String NO_WORD = "no word of the model; ";
    private static final String FARGATE = "for Fargate";
    private static final String WINDOWS = "for Windows";

    /** All that a definition of one container can say. */
    private static final JobDefinition ONE = JobDefinition.named("one")
            .image(
                    "app:1",
                    c -> c.command("run", "--fast")
                            .mount(Volume.host("data", Path.of("/mnt/data")), "/data")
                            .mount(Volume.named("cache"), "/cache")
                            .mount(Volume.efs("shared", "fs-0123"), "/shared")
                            .mount(Volume.host("data", Path.of("/mnt/data")), "/inputs", Access.READ_ONLY)
                            .tmpfs("/scratch", mib(16))
                            .sharedMemory(mib(8))
                            .ulimit("nofile", 1_024, 2_048)
                            .user("1000:1000")
                            .privileged()
                            .readOnlyRoot()
                            .linux(l -> l.device("/dev/fuse", "/dev/fuse")
                                    .init()
                                    .swap(mib(64))
                                    .swappiness(10)))
            .vcpus(2)
            .memory(mib(512))
            .gpus(1)
            .environment("MODE", "fast")
            .secret("PASSWORD", Secret.secretsManager(SECRET))
            .jobRole(ROLE)
            .executionRole(EXECUTION)
            .tag("team", "aero")
            .propagateTags()
            .stopGrace(Duration.ofSeconds(45))
            .raw("ec2", "workingDirectory", "/work")
            .raw("ec2", "hostname", "host")
            .raw("ec2", "versionConsistency", "disabled")
            .raw("ec2", "disableNetworking", true)
            .raw("ec2", "pseudoTerminal", false)
            .raw("ec2", "startTimeout", 120)
            .raw("ec2", "dnsServers", List.of("10.0.0.2"))
            .raw("ec2", "dnsSearchDomains", List.of("lab"))
            .raw("ec2", "dockerSecurityOptions", List.of("no-new-privileges"))
            .raw("ec2", "repositoryCredentials.credentialsParameter", SECRET)
            .build();

    private static final Container SIDE = Container.named("side")
            .image("side:1")
            .vcpus(1)
            .memory(mib(32))
            .nonEssential()
            .build();

    private static final JobDefinition SEVERAL = JobDefinition.named("several")
            .containers(
                    SIDE,
                    Container.named("main")
                            .image("app:1")
                            .vcpus(1)
                            .memory(mib(64))
                            .container(c -> c.script("echo hi"))
                            .startAfter(SIDE, Condition.START)
                            .build())
            .build();

    private static JsonNode tree(String json) {
        return JSON.readTree(json);
    }

    private static final JsonNode DEFINITION = tree(ModelText.of(TaskMapper.definition(ONE, SETTINGS)));
    private static final JsonNode CONTAINER =
            DEFINITION.path("containerDefinitions").get(0);
    private static final JsonNode PAIR = tree(ModelText.of(TaskMapper.definition(SEVERAL, SETTINGS)));
    private static final AttemptId ATTEMPT = new AttemptId(new JobId(1, 7, JobId.NO_INDEX), 2);
    private static final JsonNode OVERRIDE =
            tree(ModelText.of(TaskMapper.overrides(ATTEMPT, "i-1", ONE, ONE.environment(), SETTINGS)));
    private static final JsonNode CONTAINER_OVERRIDE =
            OVERRIDE.path("containerOverrides").get(0);

    /** What a member is expected to be, or why it is never said. */
    private static final class Table {
        final Map<String, String> reasons = new LinkedHashMap<>();
        final Map<String, String> values = new LinkedHashMap<>();

        Table said(String member, String json) {
            values.put(member, json);
            return this;
        }

        Table left(String member, String why) {
            reasons.put(member, why);
            return this;
        }
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape(
                        "RegisterTaskDefinitionRequest",
                        DEFINITION,
                        new Table()
                                .said("family", DEFINITION.path("family").toString())
                                .said("taskRoleArn", '"' + ROLE + '"')
                                .said("executionRoleArn", '"' + EXECUTION + '"')
                                .said("networkMode", "\"host\"")
                                .said(
                                        "containerDefinitions",
                                        DEFINITION.path("containerDefinitions").toString())
                                .said("volumes", DEFINITION.path("volumes").toString())
                                .said("requiresCompatibilities", "[\"EC2\"]")
                                .said("tags", "[{\"key\":\"team\",\"value\":\"aero\"}]")
                                .left("placementConstraints", "each start says its instance")
                                .left("cpu", "said of each container")
                                .left("memory", "said of each container")
                                .left("pidMode", NO_WORD + "containers see their own processes")
                                .left("ipcMode", NO_WORD + "containers share nothing")
                                .left("proxyConfiguration", "for App Mesh")
                                .left("inferenceAccelerators", "no longer available to customers")
                                .left("ephemeralStorage", FARGATE)
                                .left("runtimePlatform", FARGATE + "; of an instance its AMI decides")
                                .left("enableFaultInjection", NO_WORD + "off by default")),
                shape(
                        "ContainerDefinition",
                        CONTAINER,
                        new Table()
                                .said("name", "\"default\"")
                                .said("image", "\"app:1\"")
                                .said("repositoryCredentials", "{\"credentialsParameter\":\"" + SECRET + "\"}")
                                .said("memory", "6")
                                .said("essential", "true")
                                .said(
                                        "mountPoints",
                                        "[" + mount("data", "/data") + "," + mount("cache", "/cache") + ","
                                                + mount("shared", "/shared")
                                                + ",{\"sourceVolume\":\"data\",\"containerPath\":\"/inputs\",\"readOnly\":true}]")
                                .said(
                                        "linuxParameters",
                                        CONTAINER.path("linuxParameters").toString())
                                .said("secrets", "[{\"name\":\"PASSWORD\",\"valueFrom\":\"" + SECRET + "\"}]")
                                .said("startTimeout", "120")
                                .said("stopTimeout", "45")
                                .said("versionConsistency", "\"disabled\"")
                                .said("hostname", "\"host\"")
                                .said("user", "\"1000:1000\"")
                                .said("workingDirectory", "\"/work\"")
                                .said("disableNetworking", "true")
                                .said("privileged", "true")
                                .said("readonlyRootFilesystem", "true")
                                .said("dnsServers", "[\"10.0.0.2\"]")
                                .said("dnsSearchDomains", "[\"lab\"]")
                                .said("dockerSecurityOptions", "[\"no-new-privileges\"]")
                                .said("pseudoTerminal", "false")
                                .said("ulimits", "[{\"name\":\"nofile\",\"softLimit\":1024,\"hardLimit\":2048}]")
                                .said(
                                        "logConfiguration",
                                        CONTAINER.path("logConfiguration").toString())
                                .left("cpu", "each start says it")
                                .left("memoryReservation", "memory is a hard limit, as on AWS Batch")
                                .left("links", "for bridge networks")
                                .left("portMappings", "tasks have the network of their host")
                                .left("restartPolicy", "an attempt runs once")
                                .left("entryPoint", "of a script; see the container with one")
                                .left("command", "each start says it; of a script, see the container with one")
                                .left("environment", "each start says it")
                                .left("environmentFiles", NO_WORD + "variables are said one by one")
                                .left("volumesFrom", NO_WORD + "volumes are mounted by name")
                                .left("dependsOn", "of several containers; see those")
                                .left("extraHosts", "not with the network of the host")
                                .left("interactive", "nothing can be read from standard input")
                                .left("dockerLabels", NO_WORD + "tags take their place")
                                .left("healthCheck", NO_WORD + "an attempt is healthy as long as it runs")
                                .left(
                                        "systemControls",
                                        NO_WORD + "the network and IPC of the host are not a job's to set")
                                .left("resourceRequirements", "each start says its GPUs")
                                .left("firelensConfiguration", NO_WORD + "a log router is a container of its own")
                                .left("credentialSpecs", WINDOWS)),
                shape(
                        "LinuxParameters",
                        CONTAINER.path("linuxParameters"),
                        new Table()
                                .said("devices", "[{\"hostPath\":\"/dev/fuse\",\"containerPath\":\"/dev/fuse\"}]")
                                .said("initProcessEnabled", "true")
                                .said("sharedMemorySize", "8")
                                .said("tmpfs", "[{\"containerPath\":\"/scratch\",\"size\":16}]")
                                .said("maxSwap", "64")
                                .said("swappiness", "10")
                                .left("capabilities", NO_WORD + "privileged() gives all")),
                shape(
                        "LogConfiguration",
                        CONTAINER.path("logConfiguration"),
                        new Table()
                                .said("logDriver", "\"awslogs\"")
                                .said(
                                        "options",
                                        "{\"awslogs-group\":\"/aws/batch/job\",\"awslogs-region\":\"eu-central-1\","
                                                + "\"awslogs-stream-prefix\":\"one\",\"mode\":\"blocking\"}")
                                .left("secretOptions", NO_WORD + "awslogs needs none")),
                shape(
                        "Volume",
                        DEFINITION.path("volumes").get(0),
                        new Table()
                                .said("name", "\"data\"")
                                .said("host", "{\"sourcePath\":\"/mnt/data\"}")
                                .left("dockerVolumeConfiguration", "of a named volume; see that")
                                .left("efsVolumeConfiguration", "of an EFS volume; see that")
                                .left("s3filesVolumeConfiguration", NO_WORD + "newer than this")
                                .left("fsxWindowsFileServerVolumeConfiguration", WINDOWS)
                                .left("configuredAtLaunch", "for EBS volumes of services")),
                shape(
                        "ContainerDependency",
                        PAIR.path("containerDefinitions")
                                .get(1)
                                .path("dependsOn")
                                .get(0),
                        new Table().said("containerName", "\"side\"").said("condition", "\"START\"")),
                shape(
                        "MountPoint",
                        CONTAINER.path("mountPoints").get(3),
                        new Table()
                                .said("sourceVolume", "\"data\"")
                                .said("containerPath", "\"/inputs\"")
                                .said("readOnly", "true")),
                shape(
                        "Ulimit",
                        CONTAINER.path("ulimits").get(0),
                        new Table()
                                .said("name", "\"nofile\"")
                                .said("softLimit", "1024")
                                .said("hardLimit", "2048")),
                shape(
                        "Device",
                        CONTAINER.path("linuxParameters").path("devices").get(0),
                        new Table()
                                .said("hostPath", "\"/dev/fuse\"")
                                .said("containerPath", "\"/dev/fuse\"")
                                .left("permissions", NO_WORD + "read, write and mknod by default")),
                shape(
                        "Tmpfs",
                        CONTAINER.path("linuxParameters").path("tmpfs").get(0),
                        new Table()
                                .said("containerPath", "\"/scratch\"")
                                .said("size", "16")
                                .left("mountOptions", NO_WORD + "the engine's own by default")),
                shape(
                        "Secret",
                        CONTAINER.path("secrets").get(0),
                        new Table().said("name", "\"PASSWORD\"").said("valueFrom", '"' + SECRET + '"')),
                shape(
                        "RepositoryCredentials",
                        CONTAINER.path("repositoryCredentials"),
                        new Table().said("credentialsParameter", '"' + SECRET + '"')),
                shape(
                        "HostVolumeProperties",
                        DEFINITION.path("volumes").get(0).path("host"),
                        new Table().said("sourcePath", "\"/mnt/data\"")),
                shape(
                        "DockerVolumeConfiguration",
                        DEFINITION.path("volumes").get(1).path("dockerVolumeConfiguration"),
                        new Table()
                                .said("scope", "\"shared\"")
                                .said("autoprovision", "true")
                                .left("driver", NO_WORD + "local by default")
                                .left("driverOpts", NO_WORD + "local needs none")
                                .left("labels", NO_WORD + "it is known by its name")),
                shape(
                        "EFSVolumeConfiguration",
                        DEFINITION.path("volumes").get(2).path("efsVolumeConfiguration"),
                        new Table()
                                .said("fileSystemId", "\"fs-0123\"")
                                .left("rootDirectory", NO_WORD + "the root by default")
                                .left("transitEncryption", NO_WORD + "off by default")
                                .left("transitEncryptionPort", "for encryption in transit")
                                .left("authorizationConfig", NO_WORD + "access points need encryption in transit")),
                shape(
                        "Tag",
                        DEFINITION.path("tags").get(0),
                        new Table().said("key", "\"team\"").said("value", "\"aero\"")),
                shape(
                        "KeyValuePair",
                        CONTAINER_OVERRIDE.path("environment").get(0),
                        new Table().said("name", "\"MODE\"").said("value", "\"fast\"")),
                shape(
                        "ResourceRequirement",
                        CONTAINER_OVERRIDE.path("resourceRequirements").get(0),
                        new Table().said("value", "\"1\"").said("type", "\"GPU\"")),
                shape(
                        "TaskOverride",
                        OVERRIDE,
                        new Table()
                                .said(
                                        "containerOverrides",
                                        OVERRIDE.path("containerOverrides").toString())
                                .left("cpu", "said of each container")
                                .left("inferenceAcceleratorOverrides", "no longer available to customers")
                                .left("executionRoleArn", "in the task definition")
                                .left("memory", "said of each container")
                                .left("taskRoleArn", "in the task definition")
                                .left("ephemeralStorage", FARGATE)),
                shape(
                        "ContainerOverride",
                        CONTAINER_OVERRIDE,
                        new Table()
                                .said("name", "\"default\"")
                                .said("command", "[\"run\",\"--fast\"]")
                                .said(
                                        "environment",
                                        "[{\"name\":\"MODE\",\"value\":\"fast\"},{\"name\":\"TRANCHE_ATTEMPT\",\"value\":\""
                                                + ATTEMPT
                                                + "\"},{\"name\":\"TRANCHE_HOST\",\"value\":\"i-1\"}]")
                                .said("cpu", "2048")
                                .said("memory", "512")
                                .said("resourceRequirements", "[{\"value\":\"1\",\"type\":\"GPU\"}]")
                                .left("environmentFiles", NO_WORD + "variables are said one by one")
                                .left("memoryReservation", "memory is a hard limit, as on AWS Batch")));
    }

    private static Arguments shape(String name, JsonNode made, Table table) {
        return Arguments.of(name, made, table);
    }

    private static String mount(String volume, String path) {
        return "{\"sourceVolume\":\"" + volume + "\",\"containerPath\":\"" + path + "\",\"readOnly\":false}";
    }

    private static JsonNode model() {
        try (InputStream file = EcsMembersTest.class.getResourceAsStream("/aws-models/ecs.json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void each_member_is_mapped_or_left_out_for_a_reason(String shape, JsonNode made, Table table) {
        Set<String> members = model().path("shapes").path(shape).path("members").properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> decided = new TreeSet<>(table.values.keySet());
        decided.addAll(table.reasons.keySet());

        assertThat(decided).isEqualTo(members);
        assertThat(Collections.disjoint(table.values.keySet(), table.reasons.keySet()))
                .isTrue();
        table.values.forEach((member, json) ->
                assertThat(made.path(member)).as(shape + "." + member).isEqualTo(tree(json)));
        assertThat(made.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(table.values.keySet());
    }

    /** What is said inside of a shape is a shape of its own. */
    @Test
    void each_shape_that_is_said_is_in_the_table() {
        JsonNode all = model().path("shapes");
        Set<String> inside = new TreeSet<>();
        Set<String> tables = new TreeSet<>();
        shapes().forEach(row -> {
            String shape = (String) row.get()[0];
            tables.add(shape);
            ((Table) row.get()[2])
                    .values.keySet().stream()
                            .map(member -> content(
                                    all,
                                    all.path(shape)
                                            .path("members")
                                            .path(member)
                                            .path("shape")
                                            .asString()))
                            .filter(name ->
                                    all.path(name).path("type").asString().equals("structure"))
                            .forEach(inside::add);
        });

        assertThat(inside).isNotEmpty();
        assertThat(tables).containsAll(inside);
    }

    private static String content(JsonNode all, String shape) {
        JsonNode member = all.path(shape).path("member");
        return member.isMissingNode() ? shape : member.path("shape").asString();
    }

    @Test
    void volumes_of_each_kind_are_those_of_ecs() {
        assertThat(DEFINITION.path("volumes"))
                .isEqualTo(tree("[{\"name\":\"data\",\"host\":{\"sourcePath\":\"/mnt/data\"}},"
                        + "{\"name\":\"cache\",\"dockerVolumeConfiguration\":{\"scope\":\"shared\",\"autoprovision\":true}},"
                        + "{\"name\":\"shared\",\"efsVolumeConfiguration\":{\"fileSystemId\":\"fs-0123\"}}]"));
    }

    @Test
    void several_containers_depend_on_each_other_and_the_first_says_which_end_does_not_count() {
        JsonNode main = PAIR.path("containerDefinitions").get(1);
        JsonNode side = PAIR.path("containerDefinitions").get(0);
        JsonNode said = tree(ModelText.of(TaskMapper.overrides(ATTEMPT, "i-1", SEVERAL, Map.of(), SETTINGS)));

        assertThat(main.path("dependsOn")).isEqualTo(tree("[{\"containerName\":\"side\",\"condition\":\"START\"}]"));
        assertThat(main.path("essential").asBoolean()).isTrue();
        assertThat(main.path("entryPoint")).isEqualTo(tree("[\"/bin/sh\",\"-c\"]"));
        assertThat(main.path("command")).isEqualTo(tree("[\"echo hi\"]"));
        assertThat(side.path("essential").asBoolean()).isFalse();
        assertThat(said.path("containerOverrides").get(0).path("environment"))
                .isEqualTo(
                        tree(
                                "[{\"name\":\"TRANCHE_ATTEMPT\",\"value\":\"" + ATTEMPT
                                        + "\"},{\"name\":\"TRANCHE_HOST\",\"value\":\"i-1\"},{\"name\":\"TRANCHE_NON_ESSENTIAL\",\"value\":\"side\"}]"));
        assertThat(said.path("containerOverrides").get(1).path("memory").asInt())
                .isEqualTo(64);
    }
}
