package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.EcsException;

/** What a failure proves, and which calls are made again. */
class CallsTest {
    private final AtomicLong now = new AtomicLong();
    private final Calls calls = new Calls(new Rates("a test", 1, now::get, length -> now.addAndGet(length.toNanos())));
    private final Deque<SdkException> failures = new ArrayDeque<>();
    private int made;

    private String call() {
        made++;
        if (!failures.isEmpty()) {
            throw failures.pop();
        }
        return "done";
    }

    private static SdkException answer(String code, int status) {
        return (SdkException) EcsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("because")
                        .build())
                .statusCode(status)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "ThrottlingException, 400, THROTTLED",
        "RequestLimitExceeded, 503, THROTTLED",
        "AccessDeniedException, 400, DENIED",
        "UnrecognizedClientException, 400, DENIED",
        "ExpiredTokenException, 400, DENIED",
        "UnauthorizedOperation, 403, DENIED",
        "ClientException, 400, REFUSED",
        "ClusterNotFoundException, 400, REFUSED",
        "ServerException, 500, UNCERTAIN",
        "ServiceUnavailable, 503, UNCERTAIN"
    })
    void an_answer_proves_what_its_code_and_status_say(String code, int status, Trouble trouble) {
        assertThat(Trouble.of(answer(code, status))).isEqualTo(trouble);
        assertThat(Trouble.text(answer(code, status))).isEqualTo(code + ": because");
    }

    @Test
    void without_an_answer_nothing_is_proven_but_for_what_was_never_sent() {
        assertThat(Trouble.of(SdkClientException.create("Unable to execute HTTP request: reset")))
                .isEqualTo(Trouble.UNCERTAIN);
        assertThat(Trouble.of(SdkClientException.create("Unable to load credentials from any of the providers")))
                .isEqualTo(Trouble.DENIED);
        assertThat(Trouble.of(SdkClientException.create("Unable to load region from any of the providers")))
                .isEqualTo(Trouble.DENIED);
    }

    @Test
    void what_passes_is_called_again_a_bounded_number_of_times() throws InterruptedException {
        for (int i = 1; i < Calls.MOST_TRIES; i++) {
            failures.add(i % 2 == 0 ? answer("ThrottlingException", 400) : answer("ServerException", 500));
        }
        assertThat(calls.again("DescribeTasks", this::call)).isEqualTo("done");
        assertThat(made).isEqualTo(Calls.MOST_TRIES);

        made = 0;
        for (int i = 0; i < Calls.MOST_TRIES; i++) {
            failures.add(answer("ServerException", 500));
        }
        assertThatThrownBy(() -> calls.again("DescribeTasks", this::call)).hasMessageContaining("because");
        assertThat(made).isEqualTo(Calls.MOST_TRIES);
    }

    @Test
    void what_does_not_pass_is_called_once() {
        for (String code : List.of("AccessDeniedException", "ClientException")) {
            made = 0;
            failures.add(answer(code, 400));
            assertThatThrownBy(() -> calls.again("DescribeTasks", this::call)).hasMessageContaining("because");
            assertThat(made).isEqualTo(1);
        }
    }

    @Test
    void a_call_that_must_not_be_repeated_is_made_once() {
        failures.add(answer("ServerException", 500));

        assertThatThrownBy(() -> calls.once("RunTask", this::call)).hasMessageContaining("because");
        assertThat(made).isEqualTo(1);
    }
}
