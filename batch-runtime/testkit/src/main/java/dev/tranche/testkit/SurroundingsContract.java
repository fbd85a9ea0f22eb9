package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Launch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a program finds when it starts: its arguments, variables, secrets, standard input and directories. */
abstract class SurroundingsContract extends ContractTopic {
    SurroundingsContract(OpenBackend subject) {
        super(subject);
    }

    @Test
    void arguments_arrive_exactly_as_given() {
        assume(Capability.EXECUTABLE);
        AttemptId attempt = launch(sized(JobDefinition.named("contract")
                .executable("printf", "%s|", "", "a b", "$(id)", "`id`", "it's", "\"", "*", "\n", "✓", "; exit 9")));

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(out(attempt)).isEqualTo("|a b|$(id)|`id`|it's|\"|*|\n|✓|; exit 9|");
    }

    @Test
    void variables_arrive_exactly_as_given() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("EMPTY", "");
        variables.put("SPACES", "  two  words ");
        variables.put("LINES", "one\ntwo\n\n");
        variables.put("QUOTES", "it's \"quoted\" `id`");
        variables.put("SHELL_WORDS", "$(id) ${HOME} $$ ; rm -rf /nowhere & | > x * ? ~ \\ \\n !1");
        variables.put("UNICODE", "äöü ✓ 𝔘 日本");
        variables.put("EQUALS", "a=b=c");
        variables.put("CONTROL", "\t\u0001\u007f\r");

        Map<String, AttemptId> attempts = new LinkedHashMap<>();
        for (String name : variables.keySet()) {
            AttemptId attempt = next();
            String script = "printf '%s|' \"$" + name + "\"; [ -n \"${" + name + "+set}\" ]";
            attempts.put(name, attempt);
            launch(attempt, build(shell(script)), variables, Optional.empty());
        }

        attempts.forEach((name, attempt) -> {
            assertThat(end(attempt)).as(name).satisfies(exited(0));
            assertThat(out(attempt)).as(name).isEqualTo(kept(variables.get(name) + "|"));
        });
    }

    @Test
    void the_variables_of_aws_arrive() {
        AttemptId attempt = next();
        launch(
                attempt,
                build(shell("echo $AWS_BATCH_JOB_ID $AWS_BATCH_JOB_ATTEMPT $AWS_BATCH_CE_NAME $AWS_BATCH_JQ_NAME")),
                Map.of(
                        "AWS_BATCH_JOB_ID",
                        attempt.job().toString(),
                        "AWS_BATCH_JOB_ATTEMPT",
                        "1",
                        "AWS_BATCH_CE_NAME",
                        environment().name(),
                        "AWS_BATCH_JQ_NAME",
                        "queue"),
                Optional.empty());

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(out(attempt)).isEqualTo(attempt.job() + " 1 " + environment().name() + " queue\n");
    }

    @Test
    void a_secret_reaches_the_program_and_nobody_else() {
        assumeNot(Capability.SECRET_REFERENCES);
        String secret = "s3cret" + uniqueArgument();
        JobDefinition definition = build(shell("[ \"$PASSWORD\" = \"" + secret + "\" ]"));
        Launch launch = new Launch(
                next(), host(), "contract", definition, Map.of(), Map.of("PASSWORD", secret), Optional.empty());

        backend.launch(launch);

        AttemptEnd end = end(launch.attempt());
        assertThat(end).satisfies(exited(0));
        assertThat(List.of(end, launch, backend).toString()).doesNotContain(secret);
        assertThat(out(launch.attempt())).isEmpty();
    }

    @Test
    void a_script_runs_with_the_interpreter_that_its_first_line_names() {
        assume(Capability.SCRIPT);
        String printsItself = "#!/bin/cat\nexit 9\n";
        AttemptId cat = launch(sized(JobDefinition.named("contract").script(printsItself)));
        AttemptId shell =
                launch(sized(JobDefinition.named("contract").script("#!/bin/sh -e\necho before\nfalse\nexit 9\n")));

        assertThat(end(cat)).satisfies(exited(0));
        assertThat(out(cat)).isEqualTo(printsItself);
        assertThat(end(shell)).satisfies(exited(1));
        assertThat(out(shell)).isEqualTo("before\n");
    }

    @Test
    void nothing_can_be_read_from_standard_input() {
        assertThat(end(launch(shell("cat; exit 3")))).satisfies(exited(3));
    }

    @Test
    void jobs_of_a_workflow_run_share_a_directory_until_the_run_ends() {
        assume(Capability.RUN_DIRECTORY);
        JobId id = next().job();
        Optional<JobId> run = Optional.of(id);
        AttemptId writer = next();
        AttemptId reader = next();
        AttemptId stranger = launch(shell("[ -z \"$TRANCHE_RUN_DIR\" ]"));

        launch(writer, build(shell("echo hello > $TRANCHE_RUN_DIR/file")), Map.of(), run);
        assertThat(end(writer)).satisfies(exited(0));
        launch(reader, build(shell("cat $TRANCHE_RUN_DIR/file")), Map.of(), run);
        assertThat(end(reader)).satisfies(exited(0));

        assertThat(out(reader)).isEqualTo("hello\n");
        assertThat(end(stranger)).satisfies(exited(0));
        backend.runEnded(id, false);
        await("the directory is gone", () -> {
            AttemptId late = next();
            launch(late, build(shell("[ ! -e $TRANCHE_RUN_DIR/file ]")), Map.of(), run);
            return end(late) instanceof AttemptEnd.Exited exited && exited.code() == 0;
        });
        backend.runEnded(id, false);
    }

    @Test
    void a_run_that_runs_a_failed_one_again_finds_the_files_that_it_left() {
        assume(Capability.RUN_DIRECTORY);
        JobId failed = next().job();
        AttemptId writer = next();
        launch(writer, build(shell("echo kept > $TRANCHE_RUN_DIR/file; exit 1")), Map.of(), Optional.of(failed));
        assertThat(end(writer)).satisfies(exited(1));
        backend.runEnded(failed, true);

        JobId again = next().job();
        backend.runContinued(again, failed);
        AttemptId reader = next();
        launch(reader, build(shell("cat $TRANCHE_RUN_DIR/file")), Map.of(), Optional.of(again));
        assertThat(end(reader)).satisfies(exited(0));

        assertThat(out(reader)).isEqualTo("kept\n");
        backend.runEnded(again, false);
    }
}
