package io.tourbus.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;

/** Reads pages of the API with the HTTP client of the JDK. */
final class ApiClient {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final boolean gzip;

    ApiClient(BenchServers.Addresses servers) {
        this.address = servers.api();
        this.gzip = servers.certificate().isPresent();
    }

    byte[] get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + path)).header("Authorization", "Bearer bench");
        if (gzip) {
            request.header("Accept-Encoding", "gzip");
        }
        return body(path, client.send(request.build(), BodyHandlers.ofByteArray()));
    }

    /** Requests a token of Spotify, of which the servers grant only one. */
    void login() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + "/api/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"));
        body("/api/token", client.send(request.build(), BodyHandlers.ofByteArray()));
    }

    private static byte[] body(String path, HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("%s returns HTTP %d".formatted(path, response.statusCode()));
        }
        if (response.headers().firstValue("Content-Encoding").isEmpty()) {
            return response.body();
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(response.body()), 1 << 16)) {
            return in.readAllBytes();
        }
    }
}
