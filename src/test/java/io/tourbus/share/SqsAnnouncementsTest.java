package io.tourbus.share;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tourbus.testing.Logged;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code routes/slice-queue.camel.yaml} with Camel's component for Amazon SQS, and a simulation of its API. */
class SqsAnnouncementsTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();
    private final List<String> deleted = new CopyOnWriteArrayList<>();
    private final List<String> announced = new CopyOnWriteArrayList<>();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();
    private HttpServer server;

    /** The bean of the route that receives messages. */
    public final class Worker {
        public void announced(String message) {
            announced.add(message);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange));
        server.start();
        camel.getRegistry().bind("sliceWorker", new Worker());
        camel.getPropertiesComponent()
                .addInitialProperty(
                        "tourbus.run.slice-queue",
                        ("aws2-sqs:slices?queueUrl=%1$s/1/slices&region=eu-west-1&accessKey=AKIAEXAMPLE"
                                        + "&secretKey=RAW(not/shown+anywhere)&delay=50&overrideEndpoint=true&uriEndpointOverride=%1$s")
                                .formatted("http://127.0.0.1:"
                                        + server.getAddress().getPort()));
        camel.start();
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.resolveResource(
                        camel,
                        "file:" + Path.of("routes/slice-queue.camel.yaml").toAbsolutePath()));
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = MAPPER.readTree(exchange.getRequestBody());
        var operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("AmazonSQS.", "");
        var refuses = refusing.get();
        if (refuses) {
            refused.incrementAndGet();
        }
        var json = MAPPER.writeValueAsBytes(
                refuses ? Map.of("__type", "com.amazonaws.sqs#KmsDisabled") : answer(operation, request));
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(refuses ? 400 : 200, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    private Map<String, ?> answer(String operation, JsonNode request) {
        switch (operation) {
            case "SendMessage":
                var body = request.path("MessageBody").asText();
                queue.add(body);
                return Map.of("MessageId", "1", "MD5OfMessageBody", md5(body));
            case "ReceiveMessage":
                var message = queue.poll();
                return message == null
                        ? Map.of()
                        : Map.of(
                                "Messages",
                                List.of(Map.of(
                                        "MessageId",
                                        "1",
                                        "ReceiptHandle",
                                        "of " + message,
                                        "Body",
                                        message,
                                        "MD5OfBody",
                                        md5(message))));
            case "DeleteMessage":
                deleted.add(request.path("ReceiptHandle").asText());
                return Map.of();
            default:
                throw new IllegalArgumentException(operation);
        }
    }

    private static String md5(String text) {
        try {
            return "%032x"
                    .formatted(
                            new BigInteger(1, MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8))));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void announcementsGoThroughTheQueueAndAreDeleted() {
        new Announcements(camel, true).announce("gigs", 17);

        await().until(() -> !deleted.isEmpty());
        assertThat(announced).containsExactly("{\"source\":\"gigs\",\"slice_id\":17}");
        assertThat(deleted).containsExactly("of " + announced.get(0));
    }

    @Test
    void aFailureIsLoggedOnceAndWithoutSecrets() {
        var announcements = new Announcements(camel, true);
        refusing.set(true);

        try (var logged = new Logged()) {
            announcements.announce("gigs", 17);
            await().until(() -> !lines(logged, "slices not announced").isEmpty() && refused.get() > 5);
            refusing.set(false);
            announcements.announce("gigs", 18);
            await().until(() -> announced.contains("{\"source\":\"gigs\",\"slice_id\":18}"));

            assertThat(lines(logged, "slices not announced, processes find them in the database reason="))
                    .hasSize(1);
            assertThat(lines(logged, "Error while polling")).hasSize(1);
            assertThat(logged.warnings()).allSatisfy(line -> assertThat(line).doesNotContain("AKIA", "shown"));
        }
    }

    private static List<String> lines(Logged logged, String start) {
        return logged.warnings().stream().filter(line -> line.startsWith(start)).toList();
    }
}
