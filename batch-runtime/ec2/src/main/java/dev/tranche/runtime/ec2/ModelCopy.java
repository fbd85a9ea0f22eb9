package dev.tranche.runtime.ec2;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Copies what an answer of AWS says into the request that says the same: AWS's models have two types with the same members for
 * it. What a request cannot say is left out.
 */
final class ModelCopy {
    private ModelCopy() {}

    /** @param into a builder of the request's type, which is changed */
    static void copy(SdkPojo from, SdkPojo into) {
        for (SdkField<?> field : from.sdkFields()) {
            Object value = field.getValueOrDefault(from);
            if (value == null || value instanceof SdkAutoConstructList) {
                continue;
            }
            into.sdkFields().stream()
                    .filter(other -> other.memberName().equals(field.memberName()))
                    .findFirst()
                    .flatMap(other -> converted(value, other).map(same -> new Said(other, same)))
                    .ifPresent(said -> said.field().set(into, said.value()));
        }
    }

    /** What a member is to be. */
    private record Said(SdkField<?> field, Object value) {}

    private static Optional<Object> converted(Object value, SdkField<?> into) {
        if (value instanceof SdkPojo structure) {
            SdkPojo builder = into.constructor().get();
            copy(structure, builder);
            return Optional.of(((Buildable) builder).build());
        }
        if (value instanceof List<?> list) {
            SdkField<?> member = into.getTrait(ListTrait.class).memberFieldInfo();
            return Optional.of(list.stream()
                    .map(each -> converted(Objects.requireNonNull(each), member).orElseThrow())
                    .toList());
        }
        return Optional.of(value);
    }
}
