package dev.tranche.runtime;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.Queue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The environments and queues that a journal knows, in the order of their numbers; none of a new one. */
final class Recorded extends OutcomeListener {
    private final List<String> environments = new ArrayList<>();
    private final List<Integer> maxMillivcpus = new ArrayList<>();
    private final List<Queue> queues = new ArrayList<>();

    @Override
    public void environmentAdded(int environment, String name, int max) {
        environments.add(name);
        maxMillivcpus.add(max);
    }

    @Override
    public void queueAdded(Queue queue) {
        queues.add(queue);
    }

    String queue(int number) {
        return queues.get(number).name();
    }

    /** The environments that are declared: those that the journal knows in its order, then the others in theirs. */
    List<ComputeEnvironment> inOrder(Map<String, ComputeEnvironment> declared) {
        List<ComputeEnvironment> order = new ArrayList<>();
        environments.forEach(name -> order.add(declared.get(name)));
        declared.values().stream()
                .filter(each -> !environments.contains(each.name()))
                .forEach(order::add);
        return order;
    }

    /** The number of a queue, or what the next one gets. */
    int number(String queue, Queues added) {
        for (Queue each : queues) {
            if (each.name().equals(queue)) {
                return each.number();
            }
        }
        long more = added.all().stream()
                .filter(entry -> entry.number() >= queues.size())
                .count();
        return queues.size() + (int) more;
    }

    /** What is not declared as the journal has it, of environments. */
    List<String> problems(Map<String, ComputeEnvironment> declared) {
        List<String> problems = new ArrayList<>();
        for (int number = 0; number < environments.size(); number++) {
            String name = environments.get(number);
            ComputeEnvironment now = declared.get(name);
            if (now == null) {
                problems.add("the journal knows environment " + name + ", and no queue names it; declare it as before");
            } else if (MaxVcpus.inThousandths(now) != maxMillivcpus.get(number)) {
                problems.add("environment " + name + " has " + maxMillivcpus.get(number)
                        + " thousandths of a vCPU at the most in the journal; declare it as before");
            }
        }
        return problems;
    }

    /** The same of queues. */
    List<String> problems(Collection<QueueEntry> declared) {
        List<String> problems = new ArrayList<>();
        for (Queue known : queues) {
            declared.stream()
                    .filter(entry -> entry.number() == known.number())
                    .findFirst()
                    .ifPresentOrElse(
                            entry -> {
                                if (!areEqual(known, entry.compiled())) {
                                    problems.add(
                                            "queue " + known.name()
                                                    + " is another than in the journal; declare it as before, or under another name");
                                }
                            },
                            () -> problems.add("the journal knows queue " + known.name() + "; declare it as before"));
        }
        return problems;
    }

    private static boolean areEqual(Queue a, Queue b) {
        return Arrays.equals(a.environments(), b.environments())
                && sameEnvironments(a, b).equals(a);
    }

    /** Arrays are compared by identity in a record. */
    private static Queue sameEnvironments(Queue a, Queue b) {
        return new Queue(
                b.number(),
                b.name(),
                b.priority(),
                a.environments(),
                b.strict(),
                b.patienceMicros(),
                b.maxConcurrent(),
                b.attemptsOnInterruption(),
                b.limits(),
                b.fairShare());
    }
}
