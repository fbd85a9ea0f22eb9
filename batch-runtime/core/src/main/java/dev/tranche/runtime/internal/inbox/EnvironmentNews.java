package dev.tranche.runtime.internal.inbox;

import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of the hosts it can get.
 *
 * @param types the types there are, or null if nothing new was said of them
 * @param answers the answers to requests, one for each; so there are no more than requests are open
 */
public record EnvironmentNews(@Nullable List<HostType> types, List<HostAnswer> answers) {
    /** Copies the list. */
    public EnvironmentNews {
        answers = List.copyOf(answers);
    }

    static EnvironmentNews types(@Nullable EnvironmentNews waiting, List<HostType> types) {
        return new EnvironmentNews(types, waiting == null ? List.of() : waiting.answers);
    }

    /** An answer takes the place of an earlier one to the same request. */
    static EnvironmentNews answered(@Nullable EnvironmentNews waiting, HostAnswer answer) {
        List<HostAnswer> answers = new ArrayList<>(waiting == null ? List.of() : waiting.answers);
        answers.removeIf(earlier -> earlier.request() == answer.request());
        answers.add(answer);
        return new EnvironmentNews(waiting == null ? null : waiting.types, answers);
    }
}
