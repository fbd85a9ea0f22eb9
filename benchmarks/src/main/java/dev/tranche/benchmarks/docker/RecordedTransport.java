package dev.tranche.benchmarks.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Takes down when the engine was called, and when it had answered. Any thread may use it. What a request says is read by
 * reflection, since its class carries annotations that are not on the class path, of which compilers complain.
 */
final class RecordedTransport implements InvocationHandler {
    /**
     * A call.
     *
     * @param what method and path, without the query
     */
    record Call(String what, Instant began, Instant answered) {
        boolean isCreate() {
            return what.endsWith("/containers/create");
        }

        boolean isStart() {
            return what.startsWith("POST ") && what.endsWith("/start");
        }

        boolean isInspect() {
            return what.startsWith("GET ") && what.contains("/containers/") && what.endsWith("/json") && !isList();
        }

        private boolean isList() {
            return what.endsWith("/containers/json");
        }
    }

    private final DockerHttpClient transport;
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    RecordedTransport(DockerHttpClient transport) {
        this.transport = transport;
    }

    /** The transport, with an ear on it. */
    DockerHttpClient recorded() {
        return (DockerHttpClient) Proxy.newProxyInstance(
                DockerHttpClient.class.getClassLoader(), new Class<?>[] {DockerHttpClient.class}, this);
    }

    Stream<Call> calls() {
        return calls.stream();
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Instant began = Instant.now();
        try {
            Object answer = method.invoke(transport, arguments);
            if (method.getName().equals("execute")) {
                calls.add(new Call(what(method.getParameterTypes()[0], arguments[0]), began, Instant.now()));
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String what(Class<?> type, Object request) throws ReflectiveOperationException {
        String path = String.valueOf(type.getMethod("path").invoke(request));
        return type.getMethod("method").invoke(request) + " " + path.split("\\?", 2)[0];
    }
}
