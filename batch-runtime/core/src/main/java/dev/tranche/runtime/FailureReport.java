package dev.tranche.runtime;

import dev.tranche.runtime.spi.AttemptLog;
import java.util.List;
import java.util.stream.Collectors;

/** What a person wants to read about a job that failed: why, the exit code, and how its output ends. */
final class FailureReport {
    private static final int LINES = 20;
    private static final int BYTES = 8_192;

    private FailureReport() {}

    static String of(JobSnapshot job) {
        StringBuilder text = new StringBuilder("job ")
                .append(job.name())
                .append(" (")
                .append(job.id())
                .append(") failed");
        job.statusReason().ifPresent(reason -> text.append(": ").append(reason));
        job.exitCode().ifPresent(code -> text.append("; exit code ").append(code));
        AttemptSnapshot last = job.last();
        if (last != null) {
            text.append("; attempt ").append(last.number()).append(" on ").append(last.host());
            appendLog(text, job, last);
        }
        job.array().ifPresent(summary -> text.append("; ").append(summary));
        return text.toString();
    }

    private static void appendLog(StringBuilder text, JobSnapshot job, AttemptSnapshot last) {
        AttemptLog log =
                job.facts().outputs().of(last.host().environment(), job.facts().attempt(job.index(), last.number()));
        append(text, "standard error", log.text(AttemptLog.Stream.STDERR, BYTES));
        append(text, "standard output", log.text(AttemptLog.Stream.STDOUT, BYTES));
    }

    private static void append(StringBuilder text, String name, String output) {
        List<String> lines = output.lines().toList();
        if (!lines.isEmpty()) {
            String end = lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining("\n  "));
            text.append("\n").append(name).append(" ends with\n  ").append(end);
        }
    }
}
