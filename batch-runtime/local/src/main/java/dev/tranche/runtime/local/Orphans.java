package dev.tranche.runtime.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processes whose parent has ended. The supervisor is subreaper, so the kernel makes it the new parent of whatever a
 * program left behind, however it was daemonised; what an attempt left is found among its children.
 *
 * <p>An orphan belongs to the attempt that its environment names, or whose session or group it is in. One that wiped its
 * environment and left both is killed with the last attempt that could have started it.
 */
final class Orphans {
    private final int supervisor;
    private final Children children;
    private final @Nullable FileChannel adopted;

    Orphans(int supervisor, Children children) {
        this.supervisor = supervisor;
        this.children = children;
        this.adopted = openAdopted(supervisor);
    }

    /** Orphans go to the first thread of their new parent, and that thread starts no programs. */
    private static @Nullable FileChannel openAdopted(int supervisor) {
        try {
            return FileChannel.open(
                    Path.of("/proc/" + supervisor + "/task/" + supervisor + "/children"), StandardOpenOption.READ);
        } catch (IOException kernelWithoutIt) {
            return null;
        }
    }

    /**
     * Whether there is any orphan, of whatever attempt. One small read, so that the end of an ordinary program costs no walk
     * over the process table. Called after the end of a process was seen, which the kernel announces after it has moved
     * the children: what that process left is already here.
     */
    boolean mayExist() {
        if (adopted == null) {
            return true;
        }
        try {
            return adopted.read(ByteBuffer.allocate(1), 0) > 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Everything alive that belongs to an attempt, by the process table given. */
    List<ProcessEntry> processesOf(Child child, ProcessTable table) {
        List<ProcessEntry> result = new ArrayList<>();
        for (ProcessEntry process : table.childrenOf(supervisor)) {
            if (belongs(process, child, table)) {
                table.treeOf(process).stream().filter(each -> !each.isDead()).forEach(result::add);
            }
        }
        return result;
    }

    private boolean belongs(ProcessEntry process, Child child, ProcessTable table) {
        Child main = children.mainProcess(process.pid());
        if (main != null) {
            return main == child;
        }
        if (process.isDead()) {
            return false;
        }
        if (process.session() == child.pid() || process.group() == child.pid()) {
            return true;
        }
        return ProcessTable.marker(process.pid())
                .filter(children::isAlive)
                .map(child.attempt()::equals)
                .orElseGet(() -> !othersCouldHaveStarted(process, child, table));
    }

    private boolean othersCouldHaveStarted(ProcessEntry orphan, Child child, ProcessTable table) {
        for (Child other : children.running()) {
            ProcessEntry main = table.get(other.pid());
            if (other != child && main != null && main.startTicks() <= orphan.startTicks()) {
                return true;
            }
        }
        return false;
    }
}
