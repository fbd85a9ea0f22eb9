package dev.tranche.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.report.Timeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
    private static final BatchListener NOBODY = new BatchListener() {};

    /** Lists the same files in another way, and counts in the plain way; the newline parts the files. */
    private static final String PLAIN_PIPELINE = """
            export LC_ALL=C
            find . -name '.?*' -prune -o -type d -name target -prune -o -type f -print |
            while IFS= read -r file; do
                if ! head -c 8192 "$file" | od -An -v -tx1 | grep -q ' 00'; then cat "$file"; echo; fi
            done |
            tr -cs A-Za-z '\\n' | tr A-Z a-z | sed '/^$/d' | sort | uniq -c |
            sort -k 1,1nr -k 2,2 | head -n 20 | sed 's/^ *//'
            """;

    @TempDir
    private Path directory;

    @Test
    void the_result_equals_a_plain_pipeline_on_this_module() throws Exception {
        Path module = Path.of("src").toAbsolutePath();

        String result = counted(module, NOBODY, NOBODY);

        assertThat(result).isEqualTo(plain(module)).contains(" the\n");
        assertThat(result.lines()).hasSize(20);
    }

    @Test
    void the_result_equals_a_plain_pipeline_on_awkward_files() throws Exception {
        write("no-newline-at-the-end", "one");
        write("Upper CASE and spaces", "One TWO two\r\nthree3four_five don't \u00fcber \u00c9t\u00e9\n");
        write("empty", "");
        write("sub/deeper/file.txt", "x ".repeat(50_000) + "the end");
        write("long-word", "a".repeat(20_000));
        write(".hidden", "hidden hidden hidden");
        write(".git/objects", "git git git");
        write("target/classes", "built built built");
        write("binary", "binary \0 binary");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("empty"));
        Files.createSymbolicLink(directory.resolve("circle"), directory);

        String result = counted(directory, NOBODY, NOBODY);

        assertThat(result)
                .isEqualTo(plain(directory))
                .startsWith("50000 x\n2 one\n2 t\n2 two\n")
                .doesNotContain("hidden", "git", "built", "binary");
    }

    @Test
    void fewer_words_than_shards_are_words_too() throws Exception {
        write("file", "b a\nb");

        assertThat(counted(directory, NOBODY, NOBODY)).isEqualTo("2 b\n1 a\n");
    }

    @Test
    void files_without_words_have_none() throws Exception {
        write("file", "12 34 56\n");

        assertThat(counted(directory, NOBODY, NOBODY)).isEmpty();
    }

    @Test
    void the_first_child_fails_once_and_is_tried_again() throws Exception {
        write("file", "some words");
        var ended = new ConcurrentLinkedQueue<JobDetail>();

        String unused = counted(directory, recorder(ended), NOBODY);

        assertThat(ended)
                .filteredOn(job -> job.id().isChild())
                .hasSize(8)
                .allSatisfy(child -> assertThat(child.status()).isEqualTo(JobStatus.SUCCEEDED));
        assertThat(ended)
                .filteredOn(job -> job.attempts().size() > 1)
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.id().index()).isZero();
                    assertThat(job.attempts().get(0).exitCode()).hasValue(75);
                });
    }

    @Test
    void the_picture_of_the_run_is_left_behind() throws Exception {
        write("file", "some words");
        Path picture = directory.resolve("pictures/timeline.svg");

        String unused = counted(directory, NOBODY, Timeline.svg(picture));

        assertThat(Files.readString(picture)).contains(">words<", ">failed attempt<", "count:7", "merge, attempt 1");
    }

    @Test
    void nothing_else_is_left_behind() throws Exception {
        write("file", "some words");
        List<Path> before = shardDirectories();

        String unused = counted(directory, NOBODY, NOBODY);

        assertThat(shardDirectories()).isEqualTo(before);
    }

    @Test
    void what_is_no_directory_with_text_is_an_error_at_once() throws IOException {
        Path missing = directory.resolve("missing");
        Path file = Files.writeString(directory.resolve("file.bin"), "\0");

        assertThatThrownBy(() -> WordCount.main(new String[] {missing.toString()}))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage(missing + " (give a directory with text files)");
        assertThatThrownBy(() -> WordCount.main(new String[] {file.toString()}))
                .isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> WordCount.main(new String[] {directory.toString()}))
                .isInstanceOf(IOException.class)
                .hasMessage("no text files in " + directory);
    }

    private static String counted(Path directory, BatchListener progress, BatchListener timeline) throws IOException {
        return WordCount.mostFrequent(directory, WordCount.processes(), progress, timeline);
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static BatchListener recorder(ConcurrentLinkedQueue<JobDetail> ended) {
        return new BatchListener() {
            @Override
            public void jobEnded(JobDetail job) {
                ended.add(job);
            }
        };
    }

    private static List<Path> shardDirectories() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("word-count-"))
                    .sorted()
                    .toList();
        }
    }

    private static String plain(Path in) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", PLAIN_PIPELINE)
                .directory(in.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String result = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return result;
    }
}
