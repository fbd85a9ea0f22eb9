package dev.tranche.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLE = Path.of("src/main/java/dev/tranche/examples/ThrowDarts.java");
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)(#[^)]*)?\\)");

    @Test
    void the_example_is_a_program_that_is_compiled_and_tested() throws IOException {
        String source = Files.readString(EXAMPLE);
        String region = source.substring(
                source.indexOf("// readme:begin\n") + "// readme:begin\n".length(),
                source.indexOf("        // readme:end"));

        assertThat(blocks("java", Files.readString(ROOT.resolve("README.md"))))
                .first()
                .isEqualTo(region.stripTrailing().stripIndent() + "\n");
    }

    @Test
    void the_quick_start_is_two_commands() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String begin = readme.substring(readme.indexOf("## Quick start\n") + 3);
        String quickStart = begin.substring(0, begin.indexOf("\n## "));

        assertThat(blocks("sh", quickStart))
                .containsExactly("mvn -q -pl batch-examples -am compile exec:java\n", "mvn verify\n");
    }

    @Test
    void every_link_of_the_pages_leads_somewhere() throws IOException {
        for (String page : List.of(
                "README.md",
                "CHANGELOG.md",
                "CONTRIBUTING.md",
                "batch-examples/README.md",
                "benchmarks/README.md",
                "docs/architecture.md",
                "docs/concurrency.md",
                "docs/guide/simulation.md",
                "docs/guide/ec2.md",
                "docs/guide/managed.md",
                "docs/adr/README.md",
                "docs/adr/0003-a-supervisor-starts-the-processes.md")) {
            Path file = ROOT.resolve(page);
            assertThat(links(Files.readString(file)))
                    .as(page)
                    .allSatisfy(link -> assertThat(file.resolveSibling(link)).exists());
        }
    }

    private static List<String> links(String page) {
        return LINK.matcher(page).results().map(match -> match.group(1)).toList();
    }

    private static List<String> blocks(String language, String page) {
        Matcher blocks = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(page);
        return blocks.results().map(match -> match.group(1)).toList();
    }
}
