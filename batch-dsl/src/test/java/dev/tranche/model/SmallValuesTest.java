package dev.tranche.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Volumes, secrets, consumable resources and references: what they keep and what they refuse. */
class SmallValuesTest {
    @Test
    void a_volume_is_a_directory_a_name_or_a_file_system() {
        assertThat(Volume.host("a", Path.of("/srv")).source()).isEqualTo(Path.of("/srv"));
        assertThat(Volume.named("a").name()).isEqualTo("a");
        assertThat(Volume.efs("a", "fs-0123").fileSystemId()).isEqualTo("fs-0123");
        assertThat(Volume.named("a")).isEqualTo(Volume.named("a")).isNotEqualTo(Volume.named("b"));
        assertThat((Object) Volume.named("a")).isNotEqualTo(Volume.efs("a", "fs-0123"));
        assertThat(Volume.host("a", Path.of("/srv"))).hasToString("HostVolume[name=a, source=/srv]");
    }

    @Test
    void a_volume_that_cannot_be_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Volume.host("a", Path.of("srv")))
                .withMessage("the source of volume a must be absolute: srv");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Volume.named("/srv"))
                .withMessage("volume name must be 1 to 128 letters, digits, '-' or '_': '/srv'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Volume.efs("a", "efs"))
                .withMessage("file system must be an EFS identity, like fs-0123456789abcdef0: 'efs'");
    }

    @Test
    void a_secret_is_only_a_reference() {
        Secret secret = Secret.secretsManager("arn:aws:secretsmanager:eu-west-1:1:secret:db");

        assertThat(secret.source()).isEqualTo(Secret.Source.SECRETS_MANAGER);
        assertThat(secret.reference()).isEqualTo("arn:aws:secretsmanager:eu-west-1:1:secret:db");
        assertThat(Secret.ssmParameter("/a").source()).isEqualTo(Secret.Source.SSM_PARAMETER);
        assertThat(Secret.environmentVariable("A").source()).isEqualTo(Secret.Source.ENVIRONMENT_VARIABLE);
        assertThat(Secret.file(Path.of("/a")).source()).isEqualTo(Secret.Source.FILE);
        assertThat(Secret.file(Path.of("/a"))).hasToString("Secret[source=FILE, reference=/a]");
    }

    @Test
    void a_reference_to_nothing_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.secretsManager("db"))
                .withMessage("secret must be an ARN of Secrets Manager, like arn:aws:secretsmanager:…: 'db'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.ssmParameter(""))
                .withMessage("secret must not be empty: ''");
    }

    @Test
    void a_consumable_resource_is_given_back_unless_it_says_otherwise() {
        ConsumableResource licence = ConsumableResource.of("licence", 3);

        assertThat(licence.name()).isEqualTo("licence");
        assertThat(licence.totalQuantity()).isEqualTo(3);
        assertThat(licence.replenishable()).isTrue();
        assertThat(licence.nonReplenishable().replenishable()).isFalse();
        assertThat(licence.nonReplenishable()).isNotEqualTo(licence);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConsumableResource.of("licence", -1))
                .withMessage("total quantity of licence must be from 0 to 9223372036854775807: -1");
    }

    @Test
    void a_reference_has_the_name_of_a_parameter() {
        assertThat(Ref.to("in-put_7")).isEqualTo("Ref::in-put_7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ref.to("a.b"))
                .withMessage("parameter name must be 1 to 128 letters, digits, '-' or '_': 'a.b'");
    }
}
