package dev.tranche.runtime.internal.loop;

/**
 * What happens outside of a runtime that lives in virtual time: hosts come and go, programs end. Times are microseconds
 * since the virtual time began. Called by whoever does the turns of a {@link SteppedCrew}, one call at a time.
 */
public interface Agenda {
    /** Nothing happens but what the runtime itself has in mind. */
    Agenda EMPTY = new Agenda() {
        @Override
        public long nextMicros() {
            return Long.MAX_VALUE;
        }

        @Override
        public void happen(long nowMicros) {
            // nothing is ever due
        }
    };

    /** When something happens next; {@link Long#MAX_VALUE} for never. */
    long nextMicros();

    /** It is now this late: has everything happen that is due. Called whenever time has passed. */
    void happen(long nowMicros);

    /** All has been done that this moment brings, as far as it is known. */
    default void settled() {}

    /** What is thrown when time would pass the horizon. */
    default RuntimeException horizonReached() {
        return new IllegalStateException("the horizon of virtual time is reached");
    }
}
