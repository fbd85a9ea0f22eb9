package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.internal.machine.Inputs;
import dev.tranche.runtime.internal.machine.Outcomes;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

/** Writes calls down for people. */
final class CallTexts {
    private CallTexts() {}

    /** Adds a line for each outcome. */
    static Outcomes outcomes(List<String> lines) {
        return writing(Outcomes.class, lines);
    }

    /** Adds a line for each input. */
    static Inputs inputs(List<String> lines) {
        return writing(Inputs.class, lines);
    }

    private static <T> T writing(Class<T> calls, List<String> lines) {
        Object writer =
                Proxy.newProxyInstance(calls.getClassLoader(), new Class<?>[] {calls}, (self, call, arguments) -> {
                    String all = Arrays.deepToString(arguments);
                    lines.add(call.getName() + "(" + all.substring(1, all.length() - 1) + ")");
                    return call.getReturnType() == int.class ? 0 : null;
                });
        return calls.cast(writer);
    }
}
