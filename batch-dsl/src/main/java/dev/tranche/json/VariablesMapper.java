package dev.tranche.json;

import dev.tranche.model.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code environment} and {@code secrets}: a secret is where it is kept, never what it is. */
final class VariablesMapper {
    private static final Pattern SSM_ARN = Pattern.compile("arn:[^:]*:ssm:");

    private VariablesMapper() {}

    static void write(Map<String, String> environment, Map<String, Secret> secrets, ShapeWriter out) {
        out.entries("environment", Shape.KEY_VALUE_PAIR, environment, VariablesMapper::writeVariable);
        out.entries("secrets", Shape.SECRET, secrets, VariablesMapper::writeSecret);
    }

    private static void writeVariable(Map.Entry<String, String> variable, ShapeWriter out) {
        out.text("name", variable.getKey());
        out.text("value", variable.getValue());
    }

    private static void writeSecret(Map.Entry<String, Secret> variable, ShapeWriter out) {
        Secret secret = variable.getValue();
        out.text("name", variable.getKey());
        out.text("valueFrom", secret.reference());
        if (secret.source() != awsSource(secret.reference())) {
            out.text("source", secret.source().name());
        }
    }

    static void read(ShapeReader in, Word.Named<String> environment, Word.Named<Secret> secrets) {
        in.each("environment", Shape.KEY_VALUE_PAIR, variable -> {
            String name = variable.get("name", Node::text);
            String value = variable.get("value", Node::text);
            return variable.node().at(() -> environment.say(name, value));
        });
        in.each("secrets", Shape.SECRET, secret -> {
            String name = secret.get("name", Node::text);
            Secret reference = readSecret(secret);
            return secret.node().at(() -> secrets.say(name, reference));
        });
    }

    private static Secret readSecret(ShapeReader in) {
        Secret.Source source = in.find("source", node -> node.choice(Secret.Source.values()))
                .orElseGet(() -> awsSource(in.get("valueFrom", Node::text)));
        return in.make("valueFrom", Node::text, reference -> secret(source, reference));
    }

    private static Secret secret(Secret.Source source, String reference) {
        return switch (source) {
            case SECRETS_MANAGER -> Secret.secretsManager(reference);
            case SSM_PARAMETER -> Secret.ssmParameter(reference);
            case ENVIRONMENT_VARIABLE -> Secret.environmentVariable(reference);
            case FILE -> Secret.file(Path.of(reference));
        };
    }

    /** Where AWS looks: in Secrets Manager for an ARN, unless it is one of SSM, and in SSM for a bare name. */
    private static Secret.Source awsSource(String reference) {
        return reference.startsWith("arn:") && !SSM_ARN.matcher(reference).lookingAt()
                ? Secret.Source.SECRETS_MANAGER
                : Secret.Source.SSM_PARAMETER;
    }
}
