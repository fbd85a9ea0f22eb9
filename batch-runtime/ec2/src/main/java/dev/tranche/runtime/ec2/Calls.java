package dev.tranche.runtime.ec2;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes calls of AWS at their rates, and again where that cannot do anything twice. The SDK repeats nothing: what it repeated
 * would not be counted.
 */
final class Calls {
    /** How often a call is made before its failure is the answer. */
    static final int MOST_TRIES = 8;

    private final Rates rates;

    Calls(Rates rates) {
        this.rates = rates;
    }

    Rates rates() {
        return rates;
    }

    /**
     * Makes a call that changes nothing, or nothing more when it is made again.
     *
     * @throws SdkException if AWS refuses it, or does so as often as we try
     */
    <T> T again(String operation, Supplier<T> call) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return once(operation, call);
            } catch (SdkException e) {
                boolean mayPass = Trouble.of(e) == Trouble.THROTTLED || Trouble.of(e) == Trouble.UNCERTAIN;
                if (!mayPass || tries == MOST_TRIES) {
                    throw e;
                }
                if (Trouble.of(e) == Trouble.UNCERTAIN) {
                    rates.throttled(operation); // a server in trouble is not helped by more calls
                }
            }
        }
    }

    /**
     * Makes a call once.
     *
     * @throws SdkException whatever came of it
     */
    <T> T once(String operation, Supplier<T> call) throws InterruptedException {
        rates.await(operation);
        try {
            T answer = call.get();
            rates.answered(operation);
            return answer;
        } catch (SdkException e) {
            if (Trouble.of(e) == Trouble.THROTTLED) {
                rates.throttled(operation);
            }
            throw e;
        }
    }
}
