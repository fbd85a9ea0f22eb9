package dev.tranche.json;

import static dev.tranche.dsl.Batch.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A secret is written as where it is kept; where AWS would look elsewhere, that is said too. */
class SecretDocumentTest {
    @Test
    void a_secret_of_aws_is_what_aws_has() {
        assertThat(written(Secret.secretsManager("arn:aws:secretsmanager:x:1:secret:db")))
                .isEqualTo("[{\"name\":\"S\",\"valueFrom\":\"arn:aws:secretsmanager:x:1:secret:db\"}]");
        assertThat(written(Secret.ssmParameter("/prod/db"))).isEqualTo("[{\"name\":\"S\",\"valueFrom\":\"/prod/db\"}]");
        assertThat(written(Secret.ssmParameter("arn:aws-cn:ssm:x:1:parameter/db")))
                .isEqualTo("[{\"name\":\"S\",\"valueFrom\":\"arn:aws-cn:ssm:x:1:parameter/db\"}]");
    }

    @Test
    void another_is_marked_under_tranche() {
        assertThat(written(Secret.environmentVariable("DB")))
                .isEqualTo("[{\"name\":\"S\",\"valueFrom\":\"DB\","
                        + "\"tranche\":{\"source\":\"ENVIRONMENT_VARIABLE\"}}]");
        assertThat(written(Secret.file(Path.of("/run/db"))))
                .isEqualTo("[{\"name\":\"S\",\"valueFrom\":\"/run/db\",\"tranche\":{\"source\":\"FILE\"}}]");
    }

    @Test
    void what_the_reference_leads_to_is_read_by_nobody() {
        assertThat(BatchJson.write(with(Secret.environmentVariable("PATH")))).doesNotContain(System.getenv("PATH"));
    }

    private static String written(Secret secret) {
        String json = new String(BatchJson.canonical(with(secret)), StandardCharsets.UTF_8);
        int start = json.indexOf("\"secrets\":") + "\"secrets\":".length();
        return json.substring(start, json.indexOf(']', start) + 1);
    }

    private static JobDefinition with(Secret secret) {
        return jobDefinition("with")
                .script("true")
                .vcpus(1)
                .memory(mib(64))
                .secret("S", secret)
                .build();
    }
}
