package dev.tranche.testkit;

import dev.tranche.runtime.simulation.Simulation;
import java.lang.reflect.AnnotatedElement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** What {@link BatchTest} does. Has no state of its own: that of a test is in JUnit's store, so tests may run in parallel. */
public final class BatchExtension
        implements BeforeEachCallback,
                AfterEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(BatchExtension.class);

    /** Made by JUnit. */
    public BatchExtension() {}

    // ---- before and after

    @Override
    public void beforeEach(ExtensionContext context) {
        ThreadWatch.begins(nameOf(context));
        store(context).put(TestScope.class, new TestScope(Seeds.of(saidFor(context))));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestScope scope = store(context).remove(TestScope.class, TestScope.class);
        if (scope == null) {
            ThreadWatch.ended();
            return;
        }
        try {
            scope.close();
        } finally {
            ThreadWatch.ended();
        }
    }

    private static String nameOf(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
    }

    /** The seed that the method says, else its class, else what is around that. */
    private static long saidFor(ExtensionContext context) {
        Optional<ExtensionContext> around = Optional.of(context);
        while (around.isPresent()) {
            Optional<AnnotatedElement> element = around.get().getElement();
            Optional<BatchTest> said = AnnotationSupport.findAnnotation(element, BatchTest.class);
            if (said.isPresent()) {
                return said.get().seed();
            }
            around = around.get().getParent();
        }
        return BatchTest.ANOTHER_EACH_TIME;
    }

    // ---- parameters

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Simulation.class || type == TestRuntimes.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestScope scope = store(context).get(TestScope.class, TestScope.class);
        if (scope == null) {
            throw new ParameterResolutionException(
                    parameter.getParameter().getType().getSimpleName()
                            + " belongs to one test: take it in a test method or in what runs before each");
        }
        return parameter.getParameter().getType() == Simulation.class ? scope.simulation() : scope.runtimes();
    }

    // ---- failures

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw told(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw told(context, failure);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw told(context, failure);
    }

    private static Throwable told(ExtensionContext context, Throwable failure) {
        TestScope scope = store(context).get(TestScope.class, TestScope.class);
        String note = scope == null || failure instanceof TestAbortedException ? null : scope.note();
        if (note != null) {
            failure.addSuppressed(new SeedNote(note));
            context.publishReportEntry(Map.of(Seeds.PROPERTY, note));
        }
        return failure;
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(OURS);
    }
}
