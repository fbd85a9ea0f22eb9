package dev.tranche.runtime.internal.inbox;

import dev.tranche.runtime.spi.AttemptEnd;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of an attempt: the first start and the first end that it names.
 *
 * @param started when its program began to run, or null if that is not news
 * @param end how it ended, or null if that is not news
 */
public record AttemptNews(
        @Nullable Instant started, @Nullable AttemptEnd end) {
    static AttemptNews started(@Nullable AttemptNews waiting, Instant at) {
        return waiting == null
                ? new AttemptNews(at, null)
                : waiting.started != null ? waiting : new AttemptNews(at, waiting.end);
    }

    static AttemptNews ended(@Nullable AttemptNews waiting, AttemptEnd end) {
        return waiting == null
                ? new AttemptNews(null, end)
                : waiting.end != null ? waiting : new AttemptNews(waiting.started, end);
    }
}
