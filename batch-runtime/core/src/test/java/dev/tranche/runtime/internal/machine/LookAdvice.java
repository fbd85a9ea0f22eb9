package dev.tranche.runtime.internal.machine;

import net.bytebuddy.asm.Advice;

/** Code that counts, put in front of methods. */
final class LookAdvice {
    private LookAdvice() {}

    static final class Host {
        @Advice.OnMethodEnter
        static void enter() {
            Looks.hosts++;
        }
    }

    static final class Field {
        @Advice.OnMethodEnter
        static void enter() {
            Looks.fields++;
        }
    }
}
