package dev.tranche.model;

import java.nio.file.Path;

/**
 * A reference to a secret, resolved when an attempt is launched. The secret itself is never part of the model, of its
 * JSON or of a journal. AWS: {@code secrets[].valueFrom}.
 */
public final class Secret extends Value {
    private final Spec spec;

    record Spec(Source source, String reference) {}

    private Secret(Source source, String reference) {
        this.spec = new Spec(source, Check.present("secret", reference));
    }

    @Override
    Spec spec() {
        return spec;
    }

    /** Where a secret is kept. */
    public enum Source {
        /** AWS Secrets Manager; the reference is an ARN. */
        SECRETS_MANAGER,
        /** A parameter of AWS Systems Manager; the reference is its name or ARN. */
        SSM_PARAMETER,
        /** An environment variable of the process that the runtime lives in; the reference is its name. */
        ENVIRONMENT_VARIABLE,
        /** A file where the runtime lives; the reference is its path. */
        FILE
    }

    /**
     * Where the secret is kept.
     *
     * @return the kind of store
     */
    public Source source() {
        return spec.source();
    }

    /**
     * What the store knows the secret by; AWS: {@code valueFrom}.
     *
     * @return an ARN, a name or a path
     */
    public String reference() {
        return spec.reference();
    }

    /**
     * A secret of AWS Secrets Manager.
     *
     * @param arn its ARN
     * @return the reference
     * @throws IllegalArgumentException if the text does not begin with {@code arn:}
     */
    public static Secret secretsManager(String arn) {
        Check.ensure(
                arn.startsWith("arn:"), arn, "secret must be an ARN of Secrets Manager, like arn:aws:secretsmanager:…");
        return new Secret(Source.SECRETS_MANAGER, arn);
    }

    /**
     * A parameter of AWS Systems Manager.
     *
     * @param name its name or its ARN
     * @return the reference
     * @throws IllegalArgumentException if the name is blank
     */
    public static Secret ssmParameter(String name) {
        return new Secret(Source.SSM_PARAMETER, name);
    }

    /**
     * An environment variable of the process that the runtime lives in.
     *
     * @param name its name
     * @return the reference
     * @throws IllegalArgumentException if the name is blank
     */
    public static Secret environmentVariable(String name) {
        return new Secret(Source.ENVIRONMENT_VARIABLE, name);
    }

    /**
     * The content of a file, without a line end at its end.
     *
     * @param path the file, where the runtime lives
     * @return the reference
     */
    public static Secret file(Path path) {
        return new Secret(Source.FILE, path.toString());
    }
}
