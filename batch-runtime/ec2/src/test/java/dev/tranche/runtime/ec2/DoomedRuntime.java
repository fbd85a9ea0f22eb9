package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A runtime without a journal in a process of its own, which a test can kill. */
final class DoomedRuntime {
    private DoomedRuntime() {}

    /**
     * Opens a runtime, gives it jobs that do not end, and waits for the end of its input.
     *
     * @param arguments where AWS answers, where runtimes are remembered, and how many jobs
     */
    public static void main(String[] arguments) throws IOException {
        JobQueue queue = Lab.queue(ComputeEnvironment.named("lab")
                .unmanaged(Rig.CLUSTER)
                .region(AwsStandIn.REGION)
                .endpoint(URI.create(arguments[0]))
                .baseImage(AwsStandIn.IMAGE)
                .build());
        JobDefinition endless = Rig.script("trap 'exit 0' TERM; sleep 100000 & wait");
        try (BatchRuntime runtime = Lab.open(queue, Rig.backend().directory(Path.of(arguments[1])))) {
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                var unused = runtime.submit(job("endless", endless), queue);
            }
            while (System.in.read() >= 0) {}
        }
    }

    static Process start(URI aws, Path directory, int jobs) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedRuntime.class.getName(),
                        aws.toString(),
                        directory.toString(),
                        Integer.toString(jobs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
