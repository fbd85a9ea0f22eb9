package dev.tranche.runtime.local;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a runtime tells its supervisor. The end of the commands means: kill everything and go. */
sealed interface Command {
    /** The attempt's key: a number that the runtime gave to it, unique in the life of the backend. */
    long key();

    /** Encodes it. */
    byte[] toFrame();

    /** Reads what {@link #toFrame} wrote. */
    static Command parse(ByteBuffer frame) {
        byte type = frame.get();
        return switch (type) {
            case Start.TYPE -> Start.parse(frame);
            case Stop.TYPE -> new Stop(frame.getLong(), frame.getLong());
            default -> throw new IllegalArgumentException("unknown command: " + type);
        };
    }

    /** Start a program. Not a record: arrays have no equality, and secrets must not be printed. */
    final class Start implements Command {
        static final byte TYPE = 1;

        /** Of everything but the strings and the script. */
        private static final int USUAL_BYTES = 256;

        private final long key;
        private final String attempt;
        private final String spare;
        private final String run;
        private final byte @Nullable [] script;
        private final int arguments;
        private final int variables;
        private final byte[] strings;

        private Start(
                long key,
                String attempt,
                String spare,
                String run,
                byte @Nullable [] script,
                int arguments,
                int variables,
                byte[] strings) {
            this.key = key;
            this.attempt = attempt;
            this.spare = spare;
            this.run = run;
            this.script = script;
            this.arguments = arguments;
            this.variables = variables;
            this.strings = strings;
        }

        static Start of(
                long key,
                String attempt,
                String spare,
                String run,
                byte @Nullable [] script,
                String program,
                List<String> arguments,
                Map<String, String> variables) {
            ByteArrayOutputStream strings = new ByteArrayOutputStream(1024);
            append(strings, program, 0);
            arguments.forEach(argument -> append(strings, argument, 0));
            variables.forEach((name, value) -> {
                append(strings, name, '=');
                append(strings, value, 0);
            });
            return new Start(
                    key, attempt, spare, run, script, arguments.size(), variables.size(), strings.toByteArray());
        }

        private static void append(ByteArrayOutputStream strings, String text, int end) {
            strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            strings.write(end);
        }

        private static Start parse(ByteBuffer frame) {
            long key = frame.getLong();
            String attempt = Frame.text(frame);
            String spare = Frame.text(frame);
            String run = Frame.text(frame);
            boolean hasScript = frame.getInt() != 0;
            byte[] script = Frame.bytes(frame);
            return new Start(
                    key,
                    attempt,
                    spare,
                    run,
                    hasScript ? script : null,
                    frame.getInt(),
                    frame.getInt(),
                    Frame.bytes(frame));
        }

        @Override
        public long key() {
            return key;
        }

        /** The name of the attempt's directory. */
        String attempt() {
            return attempt;
        }

        /** The name of a spare directory to be taken for the attempt; empty for none. */
        String spare() {
            return spare;
        }

        /** The name of the run's directory, to be made if it is not there; empty for none. */
        String run() {
            return run;
        }

        /** The text of a script to be written beside the working directory. */
        byte @Nullable [] script() {
            return script;
        }

        /** The number of arguments, the program's name included. */
        int arguments() {
            return arguments;
        }

        /** The number of environment variables. */
        int variables() {
            return variables;
        }

        /**
         * The program's path, the arguments, the variables: each in UTF-8 with a NUL at its end, so that they can be handed
         * to the C library as they are.
         */
        byte[] strings() {
            return strings;
        }

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE, USUAL_BYTES + strings.length + (script == null ? 0 : script.length))
                    .number(key)
                    .text(attempt)
                    .text(spare)
                    .text(run)
                    .number(script == null ? 0 : 1)
                    .bytes(script == null ? new byte[0] : script)
                    .number(arguments)
                    .number(variables)
                    .bytes(strings)
                    .toBytes();
        }

        @Override
        public String toString() {
            return "start " + attempt;
        }
    }

    /**
     * Ask a program to end.
     *
     * @param key the attempt's key
     * @param graceMillis time between SIGTERM and SIGKILL
     */
    record Stop(long key, long graceMillis) implements Command {
        static final byte TYPE = 2;

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE).number(key).number(graceMillis).toBytes();
        }
    }
}
