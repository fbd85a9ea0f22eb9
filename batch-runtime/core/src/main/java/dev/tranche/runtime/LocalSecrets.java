package dev.tranche.runtime;

import dev.tranche.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** Looks up what needs nobody else: environment variables of this process and files where it runs. */
final class LocalSecrets implements SecretResolver {
    @Override
    public String resolve(Secret reference) {
        return switch (reference.source()) {
            case ENVIRONMENT_VARIABLE -> variable(reference.reference());
            case FILE -> file(Path.of(reference.reference()));
            case SECRETS_MANAGER, SSM_PARAMETER ->
                throw new UnsupportedOperationException("needs a secretResolver: " + reference);
        };
    }

    @Override
    public boolean supports(Secret reference) {
        return switch (reference.source()) {
            case ENVIRONMENT_VARIABLE, FILE -> true;
            case SECRETS_MANAGER, SSM_PARAMETER -> false;
        };
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new NoSuchElementException("environment variable " + name + " is not set");
        }
        return value;
    }

    private static String file(Path path) {
        try {
            String content = Files.readString(path);
            int end = content.endsWith("\r\n")
                    ? content.length() - 2
                    : content.endsWith("\n") ? content.length() - 1 : content.length();
            return content.substring(0, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
