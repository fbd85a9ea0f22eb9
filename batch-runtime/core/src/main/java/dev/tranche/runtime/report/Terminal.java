package dev.tranche.runtime.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A stream that people may be looking at. */
final class Terminal {
    private final PrintStream out;
    private final Charset charset;
    private final boolean live;

    Terminal(PrintStream out, Charset charset, boolean live) {
        this.out = out;
        this.charset = charset;
        this.live = live;
    }

    /** What a stream is, as far as the platform and the environment variables tell. */
    static Terminal of(PrintStream out, Map<String, String> environment) {
        return new Terminal(out, charsetOfPlatform(), wantsLive(environment) && isTerminal(out));
    }

    /** Whether it can be drawn on again in place. */
    boolean isLive() {
        return live;
    }

    Charset charset() {
        return charset;
    }

    void write(String text) {
        // encoded here and not by the stream, which does not tell its charset before Java 18
        byte[] bytes = text.getBytes(charset);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    static boolean wantsLive(Map<String, String> environment) {
        return isUnset(environment, "CI")
                && isUnset(environment, "NO_COLOR")
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    private static boolean isUnset(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").isEmpty();
    }

    /**
     * Standard output and standard error may be terminals, other streams are not. Linux tells for each of the two;
     * elsewhere there is only {@link System#console()}, which asks for standard input and output together.
     */
    @SuppressWarnings("SystemConsoleNull") // newer platforms may see a terminal where there is none
    private static boolean isTerminal(PrintStream out) {
        if (out != System.out && out != System.err) {
            return false;
        }
        Path descriptor = Path.of("/proc/self/fd", out == System.err ? "2" : "1");
        if (!Files.isSymbolicLink(descriptor)) {
            return System.console() != null;
        }
        try {
            return isTerminal(Files.readSymbolicLink(descriptor));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isTerminal(Path device) {
        return device.startsWith("/dev/pts")
                || device.equals(Path.of("/dev/console"))
                || (device.startsWith("/dev") && device.getFileName().toString().startsWith("tty"));
    }

    private static Charset charsetOfPlatform() {
        String name = System.getProperty("native.encoding", "US-ASCII");
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }
}
