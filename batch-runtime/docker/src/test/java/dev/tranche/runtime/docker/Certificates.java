package dev.tranche.runtime.docker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An engine's certificate and a client's, each signed by itself and known to the other; made by the JDK's keytool. */
final class Certificates {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "key";

    private final KeyStore server;
    private final KeyStore client;

    private Certificates(KeyStore server, KeyStore client) {
        this.server = server;
        this.client = client;
    }

    static Certificates make(Path directory) throws Exception {
        return new Certificates(
                keyPair(directory.resolve("server.p12"), "engine"), keyPair(directory.resolve("client.p12"), "client"));
    }

    private static KeyStore keyPair(Path file, String name) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool ended with " + keytool.exitValue());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** What Docker's clients look for in a directory, of the client that the engine trusts. */
    Path clientFiles(Path directory) throws Exception {
        return files(directory, client);
    }

    /** The same, of somebody whom the engine does not trust as a client. */
    Path strangersFiles(Path directory) throws Exception {
        return files(directory, server);
    }

    private Path files(Path directory, KeyStore whose) throws Exception {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("ca.pem"), pem("CERTIFICATE", certificate(server)));
        Files.writeString(directory.resolve("cert.pem"), pem("CERTIFICATE", certificate(whose)));
        byte[] key = whose.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
        Files.writeString(directory.resolve("key.pem"), pem("PRIVATE KEY", key));
        return directory;
    }

    private static byte[] certificate(KeyStore store) throws GeneralSecurityException {
        return store.getCertificate(ALIAS).getEncoded();
    }

    private static String pem(String what, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    }

    /** For the engine's side: trusts the client and nobody else. */
    SSLContext engineSide() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(server, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
