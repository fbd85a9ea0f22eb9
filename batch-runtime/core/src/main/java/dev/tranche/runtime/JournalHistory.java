package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.history.HistoryReader;
import dev.tranche.runtime.internal.history.JobKey;
import dev.tranche.runtime.internal.history.JobRow;
import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.JournalException;
import dev.tranche.runtime.internal.journal.JournalReader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The history in the directory of a journal. */
final class JournalHistory implements History {
    private final Path journal;
    private final long runtimeId;
    private final HistoryReader reader;
    private final Supplier<@Nullable String> trouble;

    JournalHistory(Path journal, long runtimeId, Supplier<@Nullable String> trouble) {
        this.journal = journal;
        this.runtimeId = runtimeId;
        this.reader = new HistoryReader(journal);
        this.trouble = trouble;
    }

    static History of(Path journal) {
        try (JournalReader known = JournalReader.open(journal)) {
            return new JournalHistory(journal, known.runtimeId(), () -> null);
        } catch (JournalException e) {
            throw new HistoryUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public HistoryPage jobs(UnaryOperator<HistoryQuery> which) {
        HistoryQuery query = which.apply(new HistoryQuery());
        JobId array = query.array();
        if (array != null && array.runtime() != runtimeId) {
            return new HistoryPage(List.of(), Optional.empty());
        }
        List<JobRow> rows = read(() -> reader.find(query.filter()));
        boolean last = rows.size() <= query.maxResults();
        List<FinishedJob> page = rows.stream()
                .limit(query.maxResults())
                .map(row -> new FinishedJob(runtimeId, row))
                .toList();
        return new HistoryPage(
                page,
                last ? Optional.empty() : Optional.of(page.get(page.size() - 1).token()));
    }

    @Override
    public Optional<FinishedJob> job(JobId id) {
        if (id.runtime() != runtimeId) {
            return Optional.empty();
        }
        return read(() -> reader.find(new JobKey(id.number(), id.index()))).map(row -> new FinishedJob(runtimeId, row));
    }

    @Override
    public HistoryLag lag() {
        return read(() -> {
            long projected = reader.seq();
            try (JournalReader frames = JournalReader.open(journal)) {
                long last = frames.lastSeq();
                Duration behind = projected >= last
                        ? Duration.ZERO
                        : Duration.of(
                                time(frames, last) - time(frames, Math.max(projected, frames.firstSeq())),
                                ChronoUnit.MICROS);
                return new HistoryLag(Math.max(0, last - projected), behind, Optional.ofNullable(trouble.get()));
            }
        });
    }

    private static long time(JournalReader frames, long seq) {
        long[] at = new long[1];
        frames.read(seq - 1, 1, (number, frame) -> {
            at[0] = FrameDecoder.time(frame);
            return false;
        });
        return at[0];
    }

    private <T> T read(Callable<T> question) {
        try {
            return question.call();
        } catch (SQLException | JournalException e) {
            throw new HistoryUnavailableException(
                    "the history of journal " + journal + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "history of journal " + journal;
    }
}
