package dev.tranche.runtime.docker;

import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.LogLine;
import dev.tranche.runtime.spi.files.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/** The output of an attempt: that of its container, or of several, each line then with the name of its container before it. */
final class ContainerLog implements AttemptLog {
    private final List<PartOutput> parts;

    ContainerLog(List<PartOutput> parts) {
        this.parts = List.copyOf(parts);
    }

    List<PartOutput> parts() {
        return parts;
    }

    @Override
    public String text(Stream stream, int maxBytes) {
        OutputTail tail = new OutputTail(maxBytes);
        if (parts.size() == 1) {
            read(parts.get(0), (isError, micros, bytes) -> {
                if (isError == (stream == Stream.STDERR)) {
                    tail.add(bytes, 0, bytes.length);
                }
            });
        } else {
            merged(stream, maxBytes).addTo(tail);
        }
        return tail.text();
    }

    @Override
    public List<LogLine> lines(Stream stream, int maxBytes) {
        return merged(stream, maxBytes).lines();
    }

    private MergedOutput merged(Stream stream, int maxBytes) {
        MergedOutput merged = new MergedOutput(stream, maxBytes);
        parts.forEach(part -> read(part, merged.of(prefix(part))));
        return merged;
    }

    private String prefix(PartOutput part) {
        return parts.size() == 1 ? "" : MergedOutput.prefix(part.part().name());
    }

    private static void read(PartOutput part, OutputFile.Reader reader) {
        try {
            part.read(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("the output of an attempt cannot be read", e);
        }
    }

    @Override
    public Following follow(Stream stream, Consumer<String> line) {
        List<FollowedOutput> all = parts.stream()
                .map(part -> new FollowedOutput(part, stream, new LogLines(prefixed(part, line))))
                .toList();
        all.forEach(FollowedOutput::start);
        return () -> all.forEach(FollowedOutput::close);
    }

    private Consumer<String> prefixed(PartOutput part, Consumer<String> line) {
        if (parts.size() == 1) {
            return line;
        }
        String prefix = prefix(part);
        return text -> {
            synchronized (this) { // several containers, one consumer
                line.accept(prefix + text);
            }
        };
    }
}
