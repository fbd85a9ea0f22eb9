package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Edges;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Verdict;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The code of planted bugs: copied into the methods that get them, so it may use only what those may. */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeFinal"}) // what is assigned to is what the method sees or returns
final class BugAdvice {
    private BugAdvice() {}

    static final class ReturnTrue {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean result) {
            result = true;
        }
    }

    static final class ReturnFalse {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) boolean result) {
            result = false;
        }
    }

    static final class NoCause {
        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) @Nullable EndCause result) {
            result = null;
        }
    }

    /** Of {@code Attempts.owned}: any attempt of a job that runs. */
    static final class AnyAttempt {
        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("state") State state,
                @Advice.Argument(0) long job,
                @Advice.Argument(1) int index,
                @Advice.Return(readOnly = false) int row) {
            int found = state.index.find(job, index);
            if (found != NONE
                    && state.jobs.host(found) != NONE
                    && !state.jobs.status(found).isTerminal()) {
                row = found;
            }
        }
    }

    /** Of {@code Reruns.children}. */
    static final class EveryChild {
        @Advice.OnMethodExit
        static void exit(@Advice.Argument(0) Submission job, @Advice.Return(readOnly = false) long[] children) {
            children = job.arraySize() == 0 ? children : new long[] {(1L << job.arraySize()) - 1};
        }
    }

    /** Of {@code Hosts.take}. */
    static final class GiveBackTwice {
        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(value = 2, readOnly = false) int sign) {
            if (sign < 0) {
                sign = 2 * sign;
            }
        }
    }

    /** Of {@code Dependencies.openIfReady}. */
    static final class ForgetLastEdge {
        @Advice.OnMethodEnter
        static void enter(
                @Advice.FieldValue("jobs") Jobs jobs,
                @Advice.FieldValue("edges") Edges edges,
                @Advice.Argument(0) int row) {
            int edge = jobs.in(row);
            if (edge != NONE && edges.nextIn(edge) == NONE) {
                jobs.in(row, NONE);
            }
        }
    }

    /** Of {@code Attempts.verdict}. */
    static final class ZeroIsSuccess {
        @Advice.OnMethodExit
        static void exit(
                @Advice.Argument(1) EndKind kind,
                @Advice.Argument(2) int exitCode,
                @Advice.Return(readOnly = false) Verdict verdict) {
            if (kind == EndKind.EXITED && exitCode == 0) {
                verdict = Verdict.SUCCEEDED;
            }
        }
    }
}
