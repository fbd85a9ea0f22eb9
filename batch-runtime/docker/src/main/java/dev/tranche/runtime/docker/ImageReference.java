package dev.tranche.runtime.docker;

/**
 * The name of an image, taken apart as Docker does it.
 *
 * @param registry the registry's host, {@code docker.io} if none is named
 * @param repository what the engine is asked for: the name as written, without tag and digest
 * @param tag a tag, or a digest like {@code sha256:…}; {@code latest} if none is named
 */
record ImageReference(String registry, String repository, String tag) {
    static final String DOCKER_HUB = "docker.io";

    static ImageReference parse(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        int slash = named.lastIndexOf('/');
        int colon = named.indexOf(':', slash + 1);
        String repository = colon < 0 ? named : named.substring(0, colon);
        String tag = colon < 0 ? "latest" : named.substring(colon + 1);
        return new ImageReference(registry(named), repository, at < 0 ? tag : text.substring(at + 1));
    }

    /** The part before the first slash is a host if it looks like one; otherwise it is a user of Docker Hub. */
    private static String registry(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        return host ? first : DOCKER_HUB;
    }
}
