package dev.tranche.runtime.ec2;

import dev.tranche.model.RawSetting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RepositoryCredentials;

/**
 * The raw settings of a definition: members of ECS's {@code ContainerDefinition} that the model has no word for, by their name
 * in ECS's JSON, for example {@code workingDirectory}. What is not known is refused, since ECS would refuse it at the start.
 */
final class RawMembers {
    static final String BACKEND = "ec2";
    private static final String CREDENTIALS = "repositoryCredentials.credentialsParameter";

    /** What values the members take. */
    private static final Map<String, Class<?>> KNOWN = Map.ofEntries(
            Map.entry("workingDirectory", String.class),
            Map.entry("hostname", String.class),
            Map.entry("versionConsistency", String.class),
            Map.entry("disableNetworking", Boolean.class),
            Map.entry("pseudoTerminal", Boolean.class),
            Map.entry("startTimeout", Integer.class),
            Map.entry("dnsServers", List.class),
            Map.entry("dnsSearchDomains", List.class),
            Map.entry("dockerSecurityOptions", List.class),
            Map.entry(CREDENTIALS, String.class));

    private RawMembers() {}

    /** Why a raw setting cannot be honoured, with the way out. */
    static Optional<String> problem(RawSetting setting) {
        if (!setting.backend().equals(BACKEND)) {
            return Optional.of("raw: '" + setting.path() + "' is for " + setting.backend()
                    + " and would be ignored; leave it out, or use an environment of kind " + setting.backend());
        }
        Class<?> type = KNOWN.get(setting.path());
        if (type == null) {
            return Optional.of("raw: " + setting.path() + " is not a member that can be set; known are "
                    + String.join(", ", KNOWN.keySet().stream().sorted().toList()));
        }
        return type.isInstance(number(setting.value())) && isTexts(setting.value())
                ? Optional.empty()
                : Optional.of("raw: the value of " + setting.path() + " must be a " + type.getSimpleName());
    }

    private static boolean isTexts(Object value) {
        return !(value instanceof List<?> list) || list.stream().allMatch(String.class::isInstance);
    }

    /** Whole numbers of the model are wide; those of ECS are not. */
    private static Object number(Object value) {
        return value instanceof Long number && number == number.intValue() ? (Object) number.intValue() : value;
    }

    /** Puts the settings into a container; each has been checked by {@link #problem}. */
    static void put(List<RawSetting> settings, ContainerDefinition.Builder container) {
        for (RawSetting setting : settings) {
            if (setting.path().equals(CREDENTIALS)) {
                container.repositoryCredentials(RepositoryCredentials.builder()
                        .credentialsParameter(setting.value().toString())
                        .build());
            } else {
                field(container, setting.path()).set(container, number(setting.value()));
            }
        }
    }

    private static SdkField<?> field(ContainerDefinition.Builder container, String name) {
        return container.sdkFields().stream()
                .filter(field -> field.locationName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("raw: " + name + " is not a member that can be set"));
    }
}
