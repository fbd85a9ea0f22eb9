package dev.tranche.testkit;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs test classes in a JVM of its own, with the JUnit that is on its class path, and says which one that was. */
final class SuiteRun {
    private SuiteRun() {}

    public static void main(String[] names) throws ClassNotFoundException {
        Class<?>[] classes = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            classes[i] = Class.forName(names[i]);
        }
        SampleRun run = SampleRun.of(Map.of(), classes);
        run.failures().forEach(Throwable::printStackTrace);
        System.out.println("JUnit " + Test.class.getPackage().getImplementationVersion() + ": " + run.succeeded()
                + " succeeded, " + run.failures().size() + " failed");
    }
}
