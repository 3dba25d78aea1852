package io.tourbus.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Gets pages with what Java brings along. */
final class ApiClient {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;

    ApiClient(String address) {
        this.address = address;
    }

    byte[] get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + path)).build();
        var answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("%s answers %d".formatted(path, answer.statusCode()));
        }
        return answer.body();
    }
}
