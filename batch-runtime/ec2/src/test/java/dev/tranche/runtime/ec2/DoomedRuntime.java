package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.BatchRuntime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A runtime without a journal in a process of its own, which a test can kill. */
final class DoomedRuntime {
    private static final String MANAGED = "managed";

    private DoomedRuntime() {}

    /**
     * Opens a runtime, gives it jobs that do not end, and waits for the end of its input.
     *
     * @param arguments where AWS answers, where runtimes are remembered, how many jobs, and whether instances are launched for them
     */
    public static void main(String[] arguments) throws IOException {
        URI aws = URI.create(arguments[0]);
        boolean managed = arguments[3].equals(MANAGED);
        JobQueue queue = Lab.queue(
                managed ? Rig.onDemand(aws, 2).build() : Rig.unmanaged(aws).build());
        JobDefinition endless = Rig.script("trap 'exit 0' TERM; sleep 100000 & wait");
        Ec2Backend backend = managed ? Rig.launching() : Rig.backend();
        try (BatchRuntime runtime = Lab.open(queue, backend.directory(Path.of(arguments[1])))) {
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                var unused = runtime.submit(job("endless", endless), queue);
            }
            while (System.in.read() >= 0) {}
        }
    }

    static Process start(URI aws, Path directory, int jobs) throws IOException {
        return start(aws, directory, jobs, "");
    }

    /** The same with instances that are launched for the jobs. */
    static Process startManaged(URI aws, Path directory, int jobs) throws IOException {
        return start(aws, directory, jobs, MANAGED);
    }

    private static Process start(URI aws, Path directory, int jobs, String kind) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedRuntime.class.getName(),
                        aws.toString(),
                        directory.toString(),
                        Integer.toString(jobs),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
