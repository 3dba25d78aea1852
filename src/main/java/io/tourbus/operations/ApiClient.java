package io.tourbus.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.job.JobRunningException;
import io.tourbus.operations.RemoteOperations.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends requests to the HTTP API of a process that serves, and throws its errors as exceptions. */
final class ApiClient {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ServeFile serve;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    ApiClient(ServeFile serve) {
        this.serve = serve;
    }

    /** A process that was killed leaves its file behind. Its port and its process ID can belong to other processes now. */
    boolean responds() {
        try {
            return serve.address() != null
                    && send("GET", "/api/runs?limit=1", null).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static String query(Map<String, ?> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> "%s=%s".formatted(parameter.getKey(), encoded(parameter.getValue())))
                .collect(Collectors.joining("&", "?", ""));
    }

    static String encoded(Object value) {
        return URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8).replace("+", "%20");
    }

    <T> T get(String path, TypeReference<T> type) {
        return parse(checked(send("GET", path, null)).body(), type);
    }

    JsonNode post(String path, Object body) {
        return parse(checked(send("POST", path, body)).body(), new TypeReference<JsonNode>() {});
    }

    static <T> T convert(JsonNode json, Class<T> type) {
        return MAPPER.convertValue(json, type);
    }

    private HttpResponse<String> send(String method, String path, Object body) {
        try {
            var publisher =
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(MAPPER.writeValueAsString(body));
            var request = HttpRequest.newBuilder(URI.create(serve.address() + path))
                    .header("Authorization", "Bearer " + serve.key())
                    .timeout(Duration.ofMinutes(1))
                    .method(method, publisher)
                    .build();
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    (serve.alive()
                                    ? "`tourbus serve` (process %d) does not respond. Look at its log."
                                    : "`tourbus serve` (process %d) has ended. When you start it again, it resumes runs that did not end.")
                            .formatted(serve.pid()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a response", e);
        }
    }

    private HttpResponse<String> checked(HttpResponse<String> response) {
        if (response.statusCode() >= 500 && !response.body().startsWith("{")) {
            throw new RefusedException("`tourbus serve` (process %d) is stopping. Repeat the command when it has ended."
                    .formatted(serve.pid()));
        }
        if (response.statusCode() >= 400) {
            throw failure(
                    response.statusCode(),
                    parse(response.body(), new TypeReference<JsonNode>() {})
                            .path("error")
                            .asText());
        }
        return response;
    }

    /** The exception for an error of the API. */
    static RuntimeException failure(int status, String message) {
        return switch (status) {
            case 400 -> new InvalidOptionException(message);
            case 404 -> new NotFoundException(message);
            case 409 -> new JobRunningException(message);
            default -> new RefusedException(message);
        };
    }

    private static <T> T parse(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new RefusedException("`tourbus serve` gave a response that this version does not understand.");
        }
    }
}
