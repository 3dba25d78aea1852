package io.tourbus.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts runs of a serving process, one after another. @param port of its API */
record ServedRuns(int port) {

    private static final String TOKEN = "token-of-the-benchmark";
    private static final long TIMEOUT_SECONDS = 60;

    /** Chooses a free port. */
    static ServedRuns create() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new ServedRuns(socket.getLocalPort());
        }
    }

    /** The settings of the serving process. */
    Map<String, String> environment() {
        return Map.of(
                "TOURBUS_SERVER_PORT",
                String.valueOf(port),
                "TOURBUS_SERVER_TOKEN",
                TOKEN,
                "TOURBUS_MANAGEMENT_PORT",
                "0");
    }

    void run(String job, int times) throws IOException, InterruptedException {
        var client = HttpClient.newHttpClient();
        for (int run = 0; run < times; run++) {
            start(client, job);
        }
    }

    /** Waits while the previous run takes place, which the API answers with 409. */
    private void start(HttpClient client, String job) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/jobs/%s/runs".formatted(port, job)))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() < 300) {
                return;
            }
            if (response.statusCode() != 409 || System.nanoTime() > deadline) {
                throw new IOException(
                        "Cannot start a run: HTTP %d %s".formatted(response.statusCode(), response.body()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
