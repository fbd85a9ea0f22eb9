package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something that somebody changes in the scheduler, and waits for until it is as durable as the runtime. */
final class Change implements Control.Command {
    private final String what;
    private final Function<Machine, @Nullable String> change;
    private final CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
    private @Nullable String refusal;

    /**
     * A change.
     *
     * @param what names it, for people
     * @param change makes it, or says why not
     */
    Change(String what, Function<Machine, @Nullable String> change) {
        this.what = what;
        this.change = change;
    }

    /** Why it was refused; null if it is made. */
    CompletableFuture<@Nullable String> answer() {
        return answer;
    }

    @Override
    public void feed(Machine machine) {
        refusal = change.apply(machine);
    }

    @Override
    public void released() {
        answer.complete(refusal);
    }

    @Override
    public void failed(Throwable cause) {
        answer.completeExceptionally(Failures.of(what, cause));
    }

    @Override
    public void abandoned(Throwable cause) {
        answer.completeExceptionally(Failures.of(what, cause));
    }

    @Override
    public String toString() {
        return what;
    }
}
