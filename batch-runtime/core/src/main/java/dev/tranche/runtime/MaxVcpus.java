package dev.tranche.runtime;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.LocalEnvironment;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.UnmanagedEnvironment;
import java.util.OptionalInt;

/** The most vCPUs that an environment says it may have, which shares are parts of; AWS: {@code maxvCpus}, {@code unmanagedvCpus}. */
final class MaxVcpus {
    private MaxVcpus() {}

    /** In thousandths of a vCPU; 0 for an environment that does not say, which has what its hosts have. */
    static int inThousandths(ComputeEnvironment environment) {
        OptionalInt vcpus = OptionalInt.empty();
        if (environment instanceof ManagedEnvironment managed) {
            vcpus = OptionalInt.of(managed.maxVcpus());
        } else if (environment instanceof UnmanagedEnvironment unmanaged) {
            vcpus = unmanaged.unmanagedVcpus();
        } else if (environment instanceof LocalEnvironment local) {
            vcpus = local.vcpus();
        }
        return (int) Math.min(Integer.MAX_VALUE, vcpus.orElse(0) * 1_000L);
    }
}
