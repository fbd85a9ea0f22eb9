package dev.tranche.model;

import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How a request of any kind is submitted: where to, on whose account, under which token and after which jobs. */
record Terms(
        Optional<JobQueue> queue,
        Optional<String> share,
        Optional<String> clientToken,
        ImmutableSet<Dependency> dependencies) {
    static final Terms NONE = new Terms(Optional.empty(), Optional.empty(), Optional.empty(), ImmutableSet.of());

    private static final Pattern SHARE = Pattern.compile("[A-Za-z0-9]{1,255}");
    private static final int MAX_TOKEN = 255;

    Terms queue(JobQueue newQueue) {
        return new Terms(Optional.of(newQueue), share, clientToken, dependencies);
    }

    Terms share(String newShare) {
        String checked = Check.matching(SHARE, newShare, "share identifier", "1 to 255 letters or digits");
        return new Terms(queue, Optional.of(checked), clientToken, dependencies);
    }

    Terms clientToken(String newToken) {
        Check.present("client token", newToken);
        Check.range("length of client token " + Check.quoted(newToken), newToken.length(), 1, MAX_TOKEN);
        return new Terms(queue, share, Optional.of(newToken), dependencies);
    }

    Terms after(Dependency.Kind kind, Iterable<? extends Predecessor> predecessors) {
        var all = ImmutableSet.<Dependency>builder().addAll(dependencies);
        predecessors.forEach(each -> all.add(new Dependency(each.key(), kind)));
        return new Terms(queue, share, clientToken, all.build());
    }

    void report(Problems problems) {
        Set<Object> succeeding = new HashSet<>();
        for (Dependency dependency : dependencies) {
            if (dependency.kind() == Dependency.Kind.AFTER || dependency.kind() == Dependency.Kind.AFTER_EACH) {
                succeeding.add(dependency.predecessor());
            }
        }
        for (Dependency dependency : dependencies) {
            boolean contrary =
                    dependency.kind() == Dependency.Kind.AFTER_FAILURE && succeeding.contains(dependency.predecessor());
            problems.addIf(
                    contrary, "afterFailure", "it waits for the success of " + dependency.predecessor() + " as well");
        }
    }
}
