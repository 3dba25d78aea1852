package io.tourbus.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted and compressed connections to the benchmark servers. */
class ServerCertificateTest {

    @TempDir
    private Path folder;

    @Test
    void onlyClientsThatTrustTheCertificateCanConnectAndResponsesAreCompressed() throws Exception {
        var certificate = ServerCertificate.create(folder);
        var offer = new BenchServers.Offer(
                100, false, 7, List.of(0L, 0L, 0L), certificate.folder().toString());
        try (var servers = BenchServers.of(offer)) {
            var page = URI.create(servers.addresses().discoveryUrl() + "/venues?size=200");
            var trusting =
                    HttpClient.newBuilder().sslContext(certificate.client()).build();
            var plain = send(trusting, HttpRequest.newBuilder(page));
            var compressed = send(trusting, HttpRequest.newBuilder(page).header("Accept-Encoding", "gzip"));

            assertThat(plain).startsWith((byte) '{').hasSizeGreaterThan(2 * compressed.length);
            assertThat(compressed).startsWith(0x1f, 0x8b);
            assertThatThrownBy(() -> send(HttpClient.newHttpClient(), HttpRequest.newBuilder(page)))
                    .isInstanceOf(SSLException.class);
            assertThat(certificate.pem()).content().startsWith("-----BEGIN CERTIFICATE-----\nMII");
            assertThat(Files.readString(certificate.pem())).doesNotContain("PRIVATE");
        }
    }

    private static byte[] send(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray()).body();
    }
}
