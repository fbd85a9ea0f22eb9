package dev.tranche.runtime.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * An image of one layer that no engine has seen before. Its only program is BusyBox, without a shell or any other name: say
 * {@code /busybox true}.
 */
final class TestImage {
    static final String PROGRAM = "/busybox";

    final byte[] config;
    final byte[] layer;
    final byte[] compressedLayer;

    private TestImage(byte[] config, byte[] layer) {
        this.config = config;
        this.layer = layer;
        this.compressedLayer = gzip(layer);
    }

    /** Takes the program from the image that the engine has. */
    static TestImage make(ContainerEngine engine) {
        String container = engine.create(command -> command.withImage(Rig.IMAGE));
        byte[] program;
        try {
            program = Tar.firstFile(engine.copyFrom(container, "/bin/busybox").orElseThrow())
                    .orElseThrow();
        } finally {
            engine.remove(container);
        }
        byte[] unique = new byte[64];
        new Random().nextBytes(unique);
        byte[] layer = new Tar()
                .with(PROGRAM.substring(1), program, Tar.EXECUTABLE)
                .with("unique", unique, Tar.READABLE)
                .toBytes();
        return new TestImage(config(layer), layer);
    }

    private static byte[] config(byte[] layer) {
        return bytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + digest(layer) + "\"]}}");
    }

    /** As a registry serves it. */
    byte[] manifest() {
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"" + TestRegistry.MANIFEST_TYPE
                + "\",\"config\":{\"mediaType\":"
                + "\"application/vnd.docker.container.image.v1+json\",\"size\":" + config.length + ",\"digest\":\""
                + digest(config) + "\"},\"layers\":[{\"mediaType\":"
                + "\"application/vnd.docker.image.rootfs.diff.tar.gzip\",\"size\":" + compressedLayer.length
                + ",\"digest\":\"" + digest(compressedLayer) + "\"}]}");
    }

    /** As {@code docker save} writes it. */
    byte[] saved(String name) {
        return new Tar()
                .with("config.json", config, Tar.READABLE)
                .with("layer.tar", layer, Tar.READABLE)
                .with(
                        "manifest.json",
                        bytes("[{\"Config\":\"config.json\",\"RepoTags\":[\"" + name
                                + "\"],\"Layers\":[\"layer.tar\"]}]"),
                        Tar.READABLE)
                .toBytes();
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
