package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tourbus.app.settings.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings with placeholders for AWS Secrets Manager. */
class SecretsManagerTest {

    private static final Map<String, String> ELSEWHERE = Map.of(
            "aws.accessKeyId", "a",
            "aws.secretAccessKey", "s",
            "aws.endpointUrlSecretsManager", "");

    private HttpServer vault;

    @BeforeEach
    void open() throws IOException {
        vault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vault.createContext("/", SecretsManagerTest::answer);
        vault.start();
        ELSEWHERE.forEach(System::setProperty);
        System.setProperty(
                "aws.endpointUrlSecretsManager",
                "http://127.0.0.1:" + vault.getAddress().getPort());
    }

    @AfterEach
    void close() {
        ELSEWHERE.keySet().forEach(System::clearProperty);
        vault.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var known = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    .contains("\"SecretId\":\"tourbus/spotify\"");
            var answer = known
                    ? "{\"Name\":\"tourbus/spotify\",\"SecretString\":\"{\\\"secret\\\":\\\"hush\\\"}\"}"
                    : "{\"__type\":\"ResourceNotFoundException\",\"message\":\"There is no such secret.\"}";
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void aSecretIsResolved() {
        var secret = read(
                "{{aws:tourbus/spotify#secret}}",
                settings -> settings.text("tourbus.spotify.client-secret").orElseThrow());

        assertThat(secret).isEqualTo("hush");
    }

    @Test
    void aMissingSecretIsReportedInOneLine() {
        assertThat(problems("{{aws:tourbus/nothing}}"))
                .singleElement()
                .asString()
                .startsWith("API_SPOTIFY_CLIENT_SECRET cannot be resolved: There is no such secret.")
                .endsWith(" Correct the placeholder, or set the value itself.")
                .doesNotContain("\n");
    }

    @Test
    void anUnsupportedVaultIsReported() {
        assertThat(problems("{{hashicorp:tourbus#secret}}"))
                .containsExactly(
                        "API_SPOTIFY_CLIENT_SECRET uses an unsupported vault: {{hashicorp:…}}; only {{aws:…}} is available."
                                + " Correct the placeholder, or set the value itself.");
    }

    private static Iterable<String> problems(String secret) {
        return read(secret, settings -> {
            settings.text("tourbus.spotify.client-secret");
            return settings.problems();
        });
    }

    private static <T> T read(String secret, Function<Settings, T> reading) {
        var environment = Map.of("API_SPOTIFY_CLIENT_SECRET", secret);
        return SettingsFile.read(SettingsOverrides.of(Map.of(), environment, Map.of()), reading);
    }
}
