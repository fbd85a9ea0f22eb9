package dev.tranche.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import org.junit.jupiter.api.Test;

/** Values that nobody thought of can all be written, come back equal, and are what AWS takes. */
class RandomRoundTripTest {
    private static final int SEEDS = Integer.getInteger("tranche.json.seeds", 3_000);

    @Test
    void any_value_comes_back_equal() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Object value = new RandomValues(seed).any();
            String json = Documents.write(value);

            assertThat(Documents.readLike(value, json))
                    .as("seed %d: %s", seed, json)
                    .isEqualTo(value);
        }
    }

    @Test
    void any_value_is_what_aws_takes() {
        for (int seed = 0; seed < SEEDS / 10; seed++) {
            Object value = new RandomValues(seed).any();

            assertThat(AwsShapeTest.problems(value))
                    .as("seed %d: %s", seed, value)
                    .isEmpty();
        }
    }

    @Test
    void equal_definitions_have_equal_bytes_and_others_have_others() {
        for (int seed = 0; seed < SEEDS; seed++) {
            JobDefinition definition = new RandomValues(seed).definition("d");
            byte[] bytes = BatchJson.canonical(definition);

            assertThat(BatchJson.canonical(new RandomValues(seed).definition("d")))
                    .isEqualTo(bytes);
            assertThat(BatchJson.canonical(definition.toBuilder().name("e").build()))
                    .isNotEqualTo(bytes);
            assertThat(BatchJson.readJobDefinition(bytes)).isEqualTo(definition);
        }
    }
}
