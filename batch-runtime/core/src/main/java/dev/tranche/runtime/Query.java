package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A question to the loop, answered between two of its batches.
 *
 * @param <T> the answer
 */
final class Query<T> implements Control.Question {
    private final Function<Machine, T> question;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Query(Function<Machine, T> question) {
        this.question = question;
    }

    CompletableFuture<T> answer() {
        return answer;
    }

    @Override
    public void answer(Machine machine) {
        answer.complete(question.apply(machine));
    }

    @Override
    public void refused(Throwable cause) {
        answer.completeExceptionally(cause);
    }
}
