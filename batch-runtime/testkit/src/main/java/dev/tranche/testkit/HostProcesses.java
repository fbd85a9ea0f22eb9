package dev.tranche.testkit;

import java.util.Arrays;

/** The processes of this machine, as far as this user can see them. */
final class HostProcesses {
    private HostProcesses() {}

    /** Whether one has this argument; one that is dead and not yet reaped has none. */
    static boolean isAlive(String argument) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().arguments().stream())
                .flatMap(Arrays::stream)
                .anyMatch(argument::equals);
    }
}
