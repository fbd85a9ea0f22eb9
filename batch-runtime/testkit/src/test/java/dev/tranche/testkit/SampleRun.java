package dev.tranche.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of test classes inside of a test, with what became of each test. */
final class SampleRun implements TestExecutionListener {
    private final List<Throwable> failures = new ArrayList<>();
    private int succeeded;

    private SampleRun() {}

    static SampleRun of(Map<String, String> configuration, Class<?>... classes) {
        SampleRun run = new SampleRun();
        LauncherDiscoveryRequestBuilder request =
                LauncherDiscoveryRequestBuilder.request().configurationParameters(configuration);
        for (Class<?> each : classes) {
            request.selectors(selectClass(each));
        }
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request.build(), run);
        return run;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Optional<Throwable> failure = result.getThrowable();
        failure.ifPresent(failures::add);
        if (test.isTest() && failure.isEmpty()) {
            succeeded++;
        }
    }

    List<Throwable> failures() {
        return failures;
    }

    int succeeded() {
        return succeeded;
    }
}
