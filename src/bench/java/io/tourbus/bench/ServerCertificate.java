package io.tourbus.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate of the servers for one measurement, with a new key. The measured programs trust no other certificate.
 *
 * @param folder contains the key and, for the programs, the certificate as a Java key store and as PEM
 */
record ServerCertificate(Path folder) {

    private static final String ALIAS = "bench";
    private static final String TYPE = "PKCS12";
    /** Protects nothing: the key exists for the time of a measurement, and only the files of the user contain it. */
    private static final String PASSWORD = "benchmark";

    private static final long TIMEOUT_SECONDS = 60;

    /** Creates a certificate for 127.0.0.1. Its key has the type and size of those of S3 and Kinesis. */
    static ServerCertificate create(Path folder) throws IOException, InterruptedException {
        var certificate = new ServerCertificate(Files.createTempDirectory(folder, "tls"));
        var output = certificate.folder.resolve("keytool.txt");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        TYPE,
                        "-keystore",
                        certificate.key().toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!keytool.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroy();
            throw new IOException("Cannot create a certificate: " + Files.readString(output));
        }
        certificate.export();
        return certificate;
    }

    private void export() throws IOException {
        try {
            var certificate = load(key()).getCertificate(ALIAS);
            var trusted = KeyStore.getInstance(TYPE);
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate);
            try (var file = Files.newOutputStream(trustStore())) {
                trusted.store(file, PASSWORD.toCharArray());
            }
            var encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            Files.writeString(
                    pem(),
                    "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n".formatted(encoded),
                    StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IOException("Cannot export the certificate.", e);
        }
    }

    private Path key() {
        return folder.resolve("key.p12");
    }

    private Path trustStore() {
        return folder.resolve("trusted.p12");
    }

    /** The certificate for programs that are not written in Java. */
    Path pem() {
        return folder.resolve("trusted.pem");
    }

    /** The options with which a JVM trusts this certificate, and no other. */
    List<String> javaOptions() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + trustStore(),
                "-Djavax.net.ssl.trustStoreType=" + TYPE,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    /** The context of a server with this certificate. */
    SSLContext server() throws IOException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(key()), PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("Cannot use the certificate.", e);
        }
    }

    /** The context of a client in this process that trusts only this certificate. */
    SSLContext client() throws IOException {
        try {
            var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(load(trustStore()));
            var context = SSLContext.getInstance("TLS");
            context.init(null, trusted.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("Cannot trust the certificate.", e);
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(TYPE);
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
