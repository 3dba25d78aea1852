package io.tourbus.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tourbus.model.Entity;
import io.tourbus.settings.SettingsOverrides;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.ProcessorEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of {@code docs/hooks.md}, as they are written there. */
class HooksPageTest {

    private static final Pattern RECIPE =
            Pattern.compile("```yaml\n# routes/hooks/([a-z-]+)\\.camel\\.yaml\n(.*?)```", Pattern.DOTALL);

    private static final String RECORD = """
            {"concert_id":"ticketmaster_1","name":"Tour","status":"%s","venue_city":"%s","please_note":%s,"data_type":"events"}""";

    @TempDir
    private Path folder;

    private final Map<String, String> settings = new HashMap<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HookTrial trial;

    @AfterEach
    void close() {
        if (trial != null) {
            trial.close();
        }
        if (server != null) {
            server.stop(0);
        }
    }

    private static Map<String, String> recipes() throws IOException {
        return RECIPE.matcher(Files.readString(Path.of("docs/hooks.md")))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private HookTrial load(String recipe) throws Exception {
        return load(recipe, recipes().get(recipe));
    }

    private HookTrial load(String name, String yaml) throws Exception {
        trial = new HookTrial(Path.of(""), SettingsOverrides.of(settings), true);
        trial.camel().addComponent("kafka", new Recorder());
        var file = Files.writeString(folder.resolve(name + ".camel.yaml"), yaml);
        return trial.load(List.of(Path.of("routes/optional-sinks.camel.yaml"), file));
    }

    private HookTrial.Result call(Hook hook, String record, Entity entity) {
        return trial.call(hook, record.getBytes(UTF_8), entity);
    }

    private String serve(int status, String response) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add("%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("User-Agent"),
                            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            exchange.sendResponseHeaders(status, response.length());
            exchange.getResponseBody().write(response.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
    }

    /** Stands for a component that is not on the class path. */
    private final class Recorder extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> options) {
            var brokers = options.get("brokers");
            options.clear();
            return new ProcessorEndpoint(
                    uri,
                    this,
                    exchange -> received.add("%s at %s: %s %s"
                            .formatted(
                                    remaining,
                                    brokers,
                                    exchange.getMessage().getHeader("kafka.KEY"),
                                    exchange.getMessage().getBody(String.class))));
        }
    }

    @Test
    void thePageHasFiveRecipes() throws IOException {
        assertThat(recipes()).containsOnlyKeys("before-stream", "webhook", "kafka", "musicbrainz", "mask");
    }

    @Test
    void releasesContainNoHook() throws IOException {
        var files = Pattern.compile("<include>(routes/[^<]*)</include>")
                .matcher(Files.readString(Path.of("src/main/assembly/distribution.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(files).containsExactly("routes/*.camel.yaml", "routes/README.md", "routes/hooks/README.md");
    }

    @Test
    void cancelledConcertsAreDropped() throws Exception {
        load("before-stream");

        assertThat(call(Hook.BEFORE_STREAM, RECORD.formatted("cancelled", "Berlin", null), Entity.EVENTS)
                        .outcome())
                .isEqualTo("dropped");
        assertThat(call(Hook.BEFORE_STREAM, RECORD.formatted("scheduled", "Berlin", null), Entity.EVENTS)
                        .outcome())
                .isEqualTo("unchanged");
        assertThat(call(Hook.BEFORE_STREAM, "{\"artist_id\":\"spotify_1\"}", Entity.ARTISTS)
                        .outcome())
                .isEqualTo("unchanged");
    }

    @Test
    void concertsOfOneCityGoToAWebhook() throws Exception {
        var url = serve(204, "");
        load("webhook", recipes().get("webhook").replace("{{env:CONCERT_WEBHOOK}}", url + "/hook"));

        var berlin = RECORD.formatted("scheduled", "Berlin", null);
        assertThat(call(Hook.BEFORE_STREAM, berlin, Entity.EVENTS).outcome()).isEqualTo("unchanged");
        assertThat(call(Hook.BEFORE_STREAM, RECORD.formatted("scheduled", "Paris", null), Entity.EVENTS)
                        .outcome())
                .isEqualTo("unchanged");

        assertThat(received).singleElement().asString().startsWith("POST /hook").endsWith(berlin);
    }

    @Test
    void recordsGoToKafka() throws Exception {
        load("kafka");

        var record = RECORD.formatted("scheduled", "Berlin", null);
        assertThat(call(Hook.BEFORE_STREAM, record, Entity.EVENTS).outcome()).isEqualTo("unchanged");

        assertThat(received).containsExactly("concert-data at localhost:9092: ticketmaster_1 " + record);
    }

    @Test
    void artistsAreEnriched() throws Exception {
        settings.put("musicbrainz.url", serve(200, "{\"country\":\"SE\"}") + "/artist");
        load("musicbrainz");

        var result =
                call(Hook.AFTER_NORMALIZE, "{\"artist_id\":\"spotify_1\",\"musicbrainz_id\":\"m-1\"}", Entity.ARTISTS);

        assertThat(result.outcome() + result.detail())
                .isEqualTo("changed{\"artist_id\":\"spotify_1\",\"musicbrainz_id\":\"m-1\",\"country\":\"SE\"}");
        assertThat(received).containsExactly("GET /artist/m-1?fmt=json my-company/1.0 (me@example.com) ");
    }

    @Test
    void unknownArtistsStayAsTheyAre() throws Exception {
        settings.put("musicbrainz.url", serve(404, "none") + "/artist");
        load("musicbrainz");

        assertThat(call(
                                Hook.AFTER_NORMALIZE,
                                "{\"artist_id\":\"spotify_1\",\"musicbrainz_id\":\"m-1\"}",
                                Entity.ARTISTS)
                        .outcome())
                .isEqualTo("unchanged");
        assertThat(call(Hook.AFTER_NORMALIZE, "{\"artist_id\":\"spotify_2\"}", Entity.ARTISTS)
                        .outcome())
                .isEqualTo("unchanged");
        assertThat(received).hasSize(1);
    }

    @Test
    void aFieldIsMasked() throws Exception {
        load("mask");

        assertThat(call(Hook.AFTER_NORMALIZE, RECORD.formatted("scheduled", "Berlin", "\"Call Bob\""), Entity.EVENTS)
                        .detail())
                .contains("\"please_note\":\"(removed)\"")
                .doesNotContain("Bob");
        assertThat(call(Hook.AFTER_NORMALIZE, RECORD.formatted("scheduled", "Berlin", null), Entity.EVENTS)
                        .outcome())
                .isEqualTo("unchanged");
    }
}
