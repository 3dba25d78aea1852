package io.tourbus.sandbox.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/** The response of a simulated API. */
public record ApiResponse(int status, JsonNode json, HttpResponse<String> response) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static ApiResponse to(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new ApiResponse(response.statusCode(), MAPPER.readTree(response.body()), response);
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    public String text(String pointer) {
        return json.at(pointer).asText();
    }

    /** Returns the IDs of the items of a list. */
    public List<String> ids(String pointer) {
        return StreamSupport.stream(json.at(pointer).spliterator(), false)
                .map(item -> item.path("id").asText())
                .toList();
    }
}
