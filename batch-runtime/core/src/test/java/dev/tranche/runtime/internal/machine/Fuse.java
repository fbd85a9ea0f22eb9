package dev.tranche.runtime.internal.machine;

import java.lang.reflect.Proxy;

/** Makes a machine throw in the middle of a decision: after a number of outcomes, whichever they are. */
final class Fuse {
    private final Outcomes burning = (Outcomes) Proxy.newProxyInstance(
            Fuse.class.getClassLoader(), new Class<?>[] {Outcomes.class}, (proxy, method, arguments) -> {
                burn();
                return null;
            });
    private int left;

    /** What the fuse throws when it is burnt. */
    static final class BurntException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Has to hear of every outcome. */
    Outcomes burning() {
        return burning;
    }

    /** Throws at the last of so many outcomes. */
    void light(int outcomes) {
        left = outcomes;
    }

    void putOut() {
        left = 0;
    }

    private void burn() {
        if (left > 0 && --left == 0) {
            throw new BurntException();
        }
    }
}
