package dev.tranche.runtime.internal.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;

/** Loads all of Tranche anew, with some classes changed in their bytes; nobody else sees the change. */
final class RewritingClassLoader extends ClassLoader {
    private static final String OURS = "dev.tranche.";

    private final Map<String, byte[]> changed;

    /** With changed classes by their names. */
    RewritingClassLoader(Map<String, byte[]> changed) {
        super(RewritingClassLoader.class.getClassLoader());
        this.changed = changed;
    }

    /**
     * A class with a change.
     *
     * @throws IllegalStateException if the change touches nothing
     */
    static byte[] rewritten(Class<?> type, AsmVisitorWrapper change) throws IOException {
        ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(type.getClassLoader());
        byte[] without = new ByteBuddy().redefine(type, locator).make().getBytes();
        byte[] with =
                new ByteBuddy().redefine(type, locator).visit(change).make().getBytes();
        if (Arrays.equals(without, with)) {
            throw new IllegalStateException("nothing of " + type + " is touched");
        }
        return with;
    }

    /** Calls a static method in this world, which takes ints. */
    Object call(Class<?> type, String method, int... arguments) throws ReflectiveOperationException {
        Class<?>[] types = new Class<?>[arguments.length];
        Arrays.fill(types, int.class);
        var here = loadClass(type.getName()).getDeclaredMethod(method, types);
        here.setAccessible(true);
        return here.invoke(null, Arrays.stream(arguments).boxed().toArray());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = changed.containsKey(name) ? changed.get(name) : in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
