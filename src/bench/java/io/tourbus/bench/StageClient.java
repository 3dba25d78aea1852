package io.tourbus.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Asks a stage what came, and tells it to begin anew. */
final class StageClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String control;

    StageClient(Stage.Addresses stage) {
        this.control = stage.control();
    }

    /** Has it show so many of its events, and count from nothing. */
    void show(int events) throws IOException, InterruptedException {
        get("/show?" + events);
    }

    Stage.Counts counts() throws IOException, InterruptedException {
        return MAPPER.readValue(get("/counts"), Stage.Counts.class);
    }

    /** The fewest windows that hold all dated events. */
    List<Programme.Window> windows() throws IOException, InterruptedException {
        return List.of(MAPPER.readValue(get("/windows"), Programme.Window[].class));
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        var answer =
                client.send(HttpRequest.newBuilder(URI.create(control + path)).build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("the stage answers %s with %d".formatted(path, answer.statusCode()));
        }
        return answer.body();
    }
}
