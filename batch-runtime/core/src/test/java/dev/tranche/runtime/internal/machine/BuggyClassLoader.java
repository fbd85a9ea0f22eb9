package dev.tranche.runtime.internal.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Loads all of Tranche anew, so that one class of it can be another than everybody else has. */
final class BuggyClassLoader extends ClassLoader {
    private static final String OURS = "dev.tranche.";

    private final @Nullable PlantedBug bug;

    /** With a bug, or for control without any. */
    BuggyClassLoader(@Nullable PlantedBug bug) {
        super(BuggyClassLoader.class.getClassLoader());
        this.bug = bug;
    }

    /** What {@link SeededLives#firstFailure} says in this world. */
    String firstFailure(int seeds) throws ReflectiveOperationException {
        var method = loadClass(SeededLives.class.getName()).getDeclaredMethod("firstFailure", int.class);
        method.setAccessible(true);
        return (String) method.invoke(null, seeds);
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
            byte[] bytes = bug != null && name.equals(bug.className()) ? bug.bytes() : in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
