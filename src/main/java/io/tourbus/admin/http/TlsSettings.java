package io.tourbus.admin.http;

import io.tourbus.settings.Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings {@code tourbus.server.tls-*}.
 *
 * @param certificate a PKCS#12 file, or a PEM file with the certificate and its chain
 * @param key a PEM file with the private key; empty for PKCS#12
 * @param password of the PKCS#12 file
 */
public record TlsSettings(Path certificate, Optional<Path> key, Optional<String> password) {

    private static final String CERTIFICATE = "tourbus.server.tls-certificate";
    private static final String KEY = "tourbus.server.tls-key";
    private static final String PASSWORD = "tourbus.server.tls-password";
    private static final String PEM_KEY = "-----BEGIN (RSA |EC )?PRIVATE KEY-----";

    /** Empty without a certificate. */
    static Optional<TlsSettings> read(Settings settings) {
        var tls = settings.text(CERTIFICATE)
                .map(certificate -> new TlsSettings(
                        Path.of(certificate), settings.text(KEY).map(Path::of), settings.text(PASSWORD)));
        tls.ifPresentOrElse(known -> known.check(settings), () -> {
            if (settings.text(KEY).isPresent()) {
                settings.problem(KEY, "is set, but there is no certificate", "Set %s as well.".formatted(CERTIFICATE));
            }
        });
        return tls;
    }

    private void check(Settings settings) {
        try (var file = Files.newInputStream(certificate)) {
            if (isPkcs12()) {
                var store = KeyStore.getInstance("PKCS12");
                store.load(file, password.orElse("").toCharArray());
            } else if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(file)
                    .isEmpty()) {
                throw new GeneralSecurityException("no certificate");
            }
        } catch (IOException | GeneralSecurityException e) {
            settings.problem(
                    CERTIFICATE,
                    "cannot be read: " + certificate,
                    "Use a PEM file, or a file .p12 or .pfx whose password is %s.".formatted(PASSWORD));
        }
        if (!isPkcs12()) {
            checkKey(settings);
        }
    }

    private void checkKey(Settings settings) {
        if (key.isEmpty()) {
            settings.problem(KEY, "is blank, but the certificate is a PEM file", "Set the file of its private key.");
            return;
        }
        try {
            if (Files.readString(key.get()).lines().noneMatch(line -> line.matches(PEM_KEY))) {
                throw new IOException("no key");
            }
        } catch (IOException e) {
            settings.problem(
                    KEY, "cannot be read: " + key.get(), "Use a PEM file with a private key that is not encrypted.");
        }
    }

    private boolean isPkcs12() {
        return certificate.toString().toLowerCase(Locale.ROOT).matches(".*\\.(p12|pfx)");
    }

    void apply(HttpServerOptions options) {
        options.setSsl(true);
        if (isPkcs12()) {
            options.setKeyCertOptions(
                    new PfxOptions().setPath(certificate.toString()).setPassword(password.orElse("")));
        } else {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .setCertPath(certificate.toString())
                    .setKeyPath(key.orElseThrow().toString()));
        }
    }
}
