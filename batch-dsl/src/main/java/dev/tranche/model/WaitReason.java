package dev.tranche.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why a job that has not ended does not run. A closed set, with the numbers that a person needs to change it; the
 * {@code toString} of each is a sentence.
 */
public sealed interface WaitReason {
    /**
     * It depends on jobs that have not ended.
     *
     * @param open the first of them, at most 20
     * @param count how many there are
     */
    record DependencyOpen(List<JobId> open, int count) implements WaitReason {
        /** Copies the list. */
        public DependencyOpen {
            open = List.copyOf(open);
        }

        @Override
        public String toString() {
            return "waits for " + count + (count == 1 ? " job: " : " jobs: ") + open
                    + (count > open.size() ? " …" : "");
        }
    }

    /**
     * Its workflow run is still being submitted; the jobs of a run begin when all of them are in.
     *
     * @param run the workflow run
     */
    record WorkflowOpen(JobId run) implements WaitReason {
        @Override
        public String toString() {
            return "waits until workflow run " + run + " is completely submitted";
        }
    }

    /**
     * It is an array job, which ends with its children.
     *
     * @param children how many it has
     * @param started how many of them have begun an attempt
     * @param ended how many of them have ended
     */
    record ChildrenOpen(int children, int started, int ended) implements WaitReason {
        @Override
        public String toString() {
            return "array job: of " + children + " children " + started + " have begun and " + ended + " have ended";
        }
    }

    /**
     * Its next attempt may not begin yet.
     *
     * @param attempt the number of the next attempt
     * @param until when it may begin
     */
    record BackOff(int attempt, Instant until) implements WaitReason {
        @Override
        public String toString() {
            return "backs off: attempt " + attempt + " may begin at " + until;
        }
    }

    /**
     * It fails unless an attempt begins in time.
     *
     * @param until the latest time
     * @param otherwise what its failure will be explained with
     */
    record MustStartBy(Instant until, String otherwise) implements WaitReason {
        @Override
        public String toString() {
            return "has to start by " + until + ", or it fails: " + otherwise;
        }
    }

    /**
     * It no longer goes to an environment, since it was interrupted there too often.
     *
     * @param environment the environment
     * @param interruptions how many of its attempts were interrupted so far, wherever
     */
    record EnvironmentLeft(String environment, int interruptions) implements WaitReason {
        @Override
        public String toString() {
            return "no longer goes to " + environment + " after " + interruptions
                    + (interruptions == 1 ? " interruption" : " interruptions");
        }
    }

    /**
     * It is held until somebody decides.
     *
     * @param why what happened
     */
    record Held(String why) implements WaitReason {
        @Override
        public String toString() {
            return "held: " + why;
        }
    }

    /**
     * Other jobs of its queue are before it.
     *
     * @param first the job at the head of what is before it
     * @param atLeast how many are before it, at the least
     */
    record Behind(JobId first, int atLeast) implements WaitReason {
        @Override
        public String toString() {
            return "behind at least " + atLeast + (atLeast == 1 ? " job, first " : " jobs, first ") + first;
        }
    }

    /**
     * An environment has no host with enough free of everything at once.
     *
     * @param environment the environment
     * @param hosts how many hosts it has that take jobs
     * @param needed what the job needs
     * @param closest what is free on the host that lacks least, empty if there is no host
     */
    record NoCapacity(String environment, int hosts, Resources needed, Optional<Free> closest) implements WaitReason {
        @Override
        public String toString() {
            return "no capacity in " + environment + ": needs " + needed
                    + closest.map(free -> "; closest of " + hosts + " hosts is " + free.host() + " with "
                                    + free.resources() + " free")
                            .orElse("; it has no host that takes jobs");
        }
    }

    /**
     * It has been passed for longer than the patience of its queue, so hosts are kept for it.
     *
     * @param environment the environment of the hosts
     * @param hosts the names of the hosts, at most 20
     * @param attempts how many attempts of others still run there
     * @param latestEnd when the last of them has ended at the latest; empty if one of them has no timeout
     */
    record HostsReserved(String environment, List<String> hosts, int attempts, Optional<Instant> latestEnd)
            implements WaitReason {
        /** Copies the list. */
        public HostsReserved {
            hosts = List.copyOf(hosts);
        }

        @Override
        public String toString() {
            return "kept for it in " + environment + ": " + String.join(", ", hosts) + "; waits for " + attempts
                    + (attempts == 1 ? " attempt" : " attempts") + " to end there, "
                    + latestEnd.map(end -> "at the latest at " + end).orElse("which may take any time");
        }
    }

    /**
     * There is room on a host, but it is kept for a job that has been passed for too long. A job runs there all the same if
     * its timeout ends in time.
     *
     * @param environment the environment of the host
     * @param host the host's name
     * @param owner the job it is kept for
     * @param latestEnd when what runs there has ended at the latest, so that the owner starts; empty if that is not known
     */
    record ReservedForAnother(String environment, String host, JobId owner, Optional<Instant> latestEnd)
            implements WaitReason {
        @Override
        public String toString() {
            return "host " + host + " of " + environment + " has room, but is kept for job " + owner
                    + latestEnd.map(end -> ", at the latest until " + end).orElse("");
        }
    }

    /**
     * It has been placed and its program is being started; it no longer waits for the scheduler.
     *
     * @param host the host
     */
    record Starting(String host) implements WaitReason {
        @Override
        public String toString() {
            return "is being started on " + host;
        }
    }

    /**
     * Amounts of everything that is scheduled.
     *
     * @param millivcpus processors, in thousandths
     * @param memory main memory
     * @param gpus whole GPUs
     * @param disk disk
     */
    record Resources(int millivcpus, MemorySize memory, int gpus, MemorySize disk) {
        @Override
        public String toString() {
            String vcpus =
                    millivcpus % 1000 == 0 ? Integer.toString(millivcpus / 1000) : Double.toString(millivcpus / 1000.0);
            return vcpus + " vCPU, " + memory + " memory"
                    + (gpus > 0 ? ", " + gpus + " GPU" : "")
                    + (disk.bytes() > 0 ? ", " + disk + " disk" : "");
        }
    }

    /**
     * What is free on a host.
     *
     * @param host the host's name
     * @param resources what is free there
     */
    record Free(String host, Resources resources) {}
}
