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
     * The scheduler has not taken it yet: it is in the lane of submits, which are taken in the order they came.
     *
     * @param jobs how many jobs are in the lane with it, itself among them; an array counts as one
     */
    record Submitting(int jobs) implements WaitReason {
        @Override
        public String toString() {
            return "on its way to the scheduler"
                    + (jobs > 1 ? ", one of " + jobs + " jobs in the lane of submits" : "");
        }
    }

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
     * It no longer goes to an environment, since an attempt could not be started there.
     *
     * @param environment the environment
     */
    record NotStartedThere(String environment) implements WaitReason {
        @Override
        public String toString() {
            return "no longer goes to " + environment + ", where an attempt could not be started";
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
     * A job that could go to the same places waits in another share of its queue, which has had less.
     *
     * @param share its own share
     * @param usage what its share has had of the queue's environments, times its weight
     * @param first the share that comes first of those that come before it
     * @param firstUsage what that one has had, times its weight
     */
    record BehindShare(String share, Usage usage, String first, Usage firstUsage) implements WaitReason {
        @Override
        public String toString() {
            return "share " + share + " comes after share " + first + ": weighted usage " + usage + ", not "
                    + firstUsage;
        }
    }

    /**
     * As many jobs of its queue are starting or running as may be.
     *
     * @param queue the queue
     * @param running how many are
     * @param limit how many may be
     */
    record ConcurrencyLimit(String queue, int running, int limit) implements WaitReason {
        @Override
        public String toString() {
            return "queue " + queue + " is at its limit: " + running + " of " + limit + (limit == 1 ? " job" : " jobs")
                    + " at once";
        }
    }

    /**
     * Less of a consumable resource is free than it takes.
     *
     * @param resource the resource
     * @param needed how many it takes
     * @param free how many can be taken, at least 0
     * @param total how many there are, those in use included
     */
    record ConsumableLacking(String resource, long needed, long free, long total) implements WaitReason {
        @Override
        public String toString() {
            return "lacks consumable resource " + resource + ": takes " + needed + ", and " + free + " of " + total
                    + " are free";
        }
    }

    /**
     * What it needs is held back for shares of its queue that are not active.
     *
     * @param queue the queue
     * @param neededMillivcpus what it needs, in thousandths of a vCPU
     * @param usedMillivcpus what the jobs of the queue have in use
     * @param heldBackMillivcpus what is held back
     * @param totalMillivcpus what the environments of the queue have, or may have
     * @param activeShares how many shares are active; the more, the less is held back
     */
    record HeldBack(
            String queue,
            int neededMillivcpus,
            long usedMillivcpus,
            long heldBackMillivcpus,
            long totalMillivcpus,
            int activeShares)
            implements WaitReason {
        @Override
        public String toString() {
            return vcpus(heldBackMillivcpus) + " of " + vcpus(totalMillivcpus) + " vCPU are held back in queue " + queue
                    + " for shares that are not active, with " + activeShares + " active; " + vcpus(usedMillivcpus)
                    + " are in use, and it needs " + vcpus(neededMillivcpus);
        }
    }

    /**
     * An environment takes nothing new.
     *
     * @param environment the environment
     * @param reason why it was disabled
     * @param attempts how many attempts still run there; it is drained when there are none
     */
    record EnvironmentDisabled(String environment, String reason, int attempts) implements WaitReason {
        @Override
        public String toString() {
            return "environment " + environment + " is "
                    + (attempts == 0
                            ? "disabled"
                            : "draining, " + attempts + (attempts == 1 ? " attempt still runs" : " attempts still run"))
                    + ": " + reason;
        }
    }

    /**
     * Nothing can run in an environment as it is now.
     *
     * @param environment the environment
     * @param reason what its backend says of it
     */
    record EnvironmentInvalid(String environment, String reason) implements WaitReason {
        @Override
        public String toString() {
            return "environment " + environment + " is INVALID: " + reason;
        }
    }

    /**
     * How much of something, as a part of all there is.
     *
     * @param millionths the part; more than a million is more than there is
     */
    record Usage(long millionths) {
        @Override
        public String toString() {
            long hundredths = millionths / 100;
            return hundredths / 100 + "." + hundredths % 100 / 10 + hundredths % 10 + " %";
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
                    + closest.map(free -> "; closest of " + hosts + " hosts is " + free)
                            .orElse("; it has no host that takes jobs");
        }
    }

    /**
     * Its environment is managed and gets more hosts, of which one may be its.
     *
     * @param environment the environment
     * @param booting how many hosts boot and have not joined
     * @param asked how many hosts have been asked for and not been given yet
     * @param since when the first of them was asked for, if there are any
     */
    record ScalingOut(String environment, int booting, int asked, Optional<Instant> since) implements WaitReason {
        @Override
        public String toString() {
            return booting + asked == 0
                    ? "environment " + environment + " is about to ask for hosts"
                    : "environment " + environment + " is scaling: " + booting
                            + (booting == 1 ? " host boots and " : " hosts boot and ") + asked + " more "
                            + (asked == 1 ? "is" : "are") + " asked for, the first since " + since.orElseThrow();
        }
    }

    /**
     * Its environment is managed and may have no more hosts than it has.
     *
     * @param environment the environment
     * @param vcpus how many vCPUs it has, hosts that were asked for included
     * @param mostVcpus how many there may be; AWS: {@code maxvCpus}
     * @param hosts how many hosts it has, those that were asked for included
     */
    record AtMaximum(String environment, long vcpus, long mostVcpus, long hosts) implements WaitReason {
        @Override
        public String toString() {
            return "environment " + environment + " is at its maximum: " + vcpus + " of " + mostVcpus + " vCPU on "
                    + hosts + (hosts == 1 ? " host" : " hosts");
        }
    }

    /**
     * A type of host that would do is not to be had at present.
     *
     * @param environment the environment
     * @param type the type; AWS: an instance type
     * @param since since when it is so
     * @param until when it is tried again
     * @param reason in the words of whoever has the hosts
     */
    record NoCapacityFor(String environment, String type, Instant since, Instant until, String reason)
            implements WaitReason {
        @Override
        public String toString() {
            return "no capacity for " + type + " in environment " + environment + " since " + since
                    + ", tried again at " + until + ": " + reason;
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
     * An environment has no room for all nodes of a multi-node job at once.
     *
     * @param environment the environment
     * @param hosts how many hosts it has that take it
     * @param nodes how many nodes the job has
     * @param fit for how many of them there is room now
     * @param needed what all nodes need together
     */
    record NoRoomForAllNodes(String environment, int hosts, int nodes, int fit, Resources needed)
            implements WaitReason {
        @Override
        public String toString() {
            return "no room in " + environment + " for all " + nodes + " nodes, which together need " + needed
                    + "; its " + hosts + (hosts == 1 ? " host has" : " hosts have") + " room for " + fit;
        }
    }

    /**
     * It is a node of a multi-node job, has its host, and is launched when the main node runs.
     *
     * @param mainNode the index of the main node
     */
    record MainNodeStarts(int mainNode) implements WaitReason {
        @Override
        public String toString() {
            return "is launched when main node " + mainNode + " runs";
        }
    }

    /**
     * It is a node of a multi-node job and has ended, and the job has not.
     *
     * @param mainNode the index of the main node
     */
    record NodeEnded(int mainNode) implements WaitReason {
        @Override
        public String toString() {
            return "has ended; the job ends with main node " + mainNode;
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
     * Its start waits for something in the backend.
     *
     * @param why what for, with the numbers
     */
    record StartWaits(String why) implements WaitReason {
        @Override
        public String toString() {
            return "its start waits: " + why;
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
        private boolean isNone() {
            return millivcpus == 0 && memory.bytes() == 0 && gpus == 0 && disk.bytes() == 0;
        }

        @Override
        public String toString() {
            return vcpus(millivcpus) + " vCPU, " + memory + " memory"
                    + (gpus > 0 ? ", " + gpus + " GPU" : "")
                    + (disk.bytes() > 0 ? ", " + disk + " disk" : "");
        }
    }

    /**
     * What is free on a host.
     *
     * @param host the host's name
     * @param resources what is free there
     * @param heldByOthers what others hold there who are not of this runtime, and give back some time
     */
    record Free(String host, Resources resources, Resources heldByOthers) {
        @Override
        public String toString() {
            return host + " with " + resources + " free"
                    + (heldByOthers.isNone() ? "" : ", where others hold " + heldByOthers);
        }
    }

    private static String vcpus(long millivcpus) {
        return millivcpus % 1000 == 0 ? Long.toString(millivcpus / 1000) : Double.toString(millivcpus / 1000.0);
    }
}
