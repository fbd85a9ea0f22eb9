package dev.tranche.runtime.ec2;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** The lines of a check as they are found. */
final class CheckLines {
    private final Calls calls;
    private final List<CheckReport.Line> lines = new ArrayList<>();

    CheckLines(Calls calls) {
        this.calls = calls;
    }

    /** Something that is asked of AWS. */
    interface Question {
        /**
         * What was found.
         *
         * @throws SdkException if AWS does not let us
         * @throws MisfitException if it is not there, or not enough
         */
        String answer() throws InterruptedException;
    }

    List<CheckReport.Line> all() {
        return lines;
    }

    boolean isMissing(String what) {
        return lines.stream().anyMatch(line -> !line.well() && line.what().equals(what));
    }

    void ask(String what, Question question) throws InterruptedException {
        try {
            lines.add(new CheckReport.Line(true, what, question.answer()));
        } catch (SdkException e) {
            lines.add(new CheckReport.Line(false, what, Trouble.text(e)));
        } catch (MisfitException e) {
            lines.add(new CheckReport.Line(false, what, String.valueOf(e.getMessage())));
        }
    }

    /**
     * Tries a right with a call that could do nothing, or says that it is a dry run: AWS looks at rights first, so any other answer
     * than a denial says that the right is there.
     */
    void right(String service, String operation, Runnable call) throws InterruptedException {
        ask(service + ":" + operation, () -> {
            try {
                return calls.again(operation, () -> {
                    call.run();
                    return "allowed";
                });
            } catch (SdkException e) {
                if (Trouble.of(e) == Trouble.REFUSED) {
                    return "allowed";
                }
                throw e;
            }
        });
    }
}
