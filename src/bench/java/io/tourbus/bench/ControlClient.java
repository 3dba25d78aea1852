package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** The client of the servers' control address: reads the counts, and resets them. */
final class ControlClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String control;

    ControlClient(BenchServers.Addresses servers) {
        this.control = servers.control();
    }

    /** Sets the number of events or artists that the API returns, and resets the counts. */
    void show(int entities) throws IOException, InterruptedException {
        get("/show?" + entities);
    }

    BenchServers.Counts counts() throws IOException, InterruptedException {
        return MAPPER.readValue(get("/counts"), BenchServers.Counts.class);
    }

    /** Returns the minimum number of windows that contain all events with a date. */
    List<EventIndex.Window> windows() throws IOException, InterruptedException {
        return List.of(MAPPER.readValue(get("/windows"), EventIndex.Window[].class));
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        var response =
                client.send(HttpRequest.newBuilder(URI.create(control + path)).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("%s returns HTTP %d".formatted(path, response.statusCode()));
        }
        return response.body();
    }
}
