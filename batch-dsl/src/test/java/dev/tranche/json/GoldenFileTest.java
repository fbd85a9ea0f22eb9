package dev.tranche.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The files show what documents look like; a change of them is a change for everybody who keeps some. */
class GoldenFileTest {
    @TestFactory
    List<DynamicTest> a_value_is_written_as_its_file() {
        return each((name, value) -> assertThat(Documents.write(value)).isEqualTo(golden(name)));
    }

    @TestFactory
    List<DynamicTest> a_file_is_read_as_its_value() {
        return each((name, value) ->
                assertThat(Documents.readLike(value, golden(name))).isEqualTo(value));
    }

    private static List<DynamicTest> each(BiConsumer<String, Object> test) {
        return Samples.all().entrySet().stream()
                .map(sample ->
                        DynamicTest.dynamicTest(sample.getKey(), () -> test.accept(sample.getKey(), sample.getValue())))
                .toList();
    }

    private static String golden(String name) {
        return Resources.text("golden/" + name + ".json");
    }
}
