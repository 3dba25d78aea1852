package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.app.Modules;
import io.tourbus.described.ApiServer.Request;
import io.tourbus.described.ApiServer.Response;
import io.tourbus.run.RunReport;
import io.tourbus.settings.SettingsTable;
import io.tourbus.testing.HomeFolder;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each kind of authentication, and each kind of pagination that the shipped descriptions do not use. */
class DescribedKindsTest extends SandboxTest {

    private static final int ITEMS = 5;
    private static final int PAGE = 2;
    private static final String BASIC = basic("me:basic-secret");
    private static final String BASIC_CLIENT = basic("client:client-secret");
    private static final AtomicInteger GRANTS = new AtomicInteger();

    private static final String DESCRIPTION = """
            title: Kind
            base-url: %s
            authentication: {kind: %s}
            millis-per-request: 2
            entities:
              artists:
                path: /things
                pagination: {%s}
                items: /items
                id: /id
                map: {name: /name}
            """;

    @AfterEach
    void leave() {
        HomeFolder.leave();
        SettingsTable.declare(List.of());
    }

    @Test
    void allPagesOfAllKindsAreRead() throws IOException {
        try (var api = new ApiServer(DescribedKindsTest::serve)) {
            var sources = HomeFolder.live(folder).resolve("sources");
            Files.createDirectory(sources);
            Map.of(
                            "token", "oauth2, token-url: %s/token/grant, scope: read}, kind: none".formatted(api.url()),
                            "cursor", "basic}, kind: cursor, parameter: cursor, next: /next, total: /total",
                            "header", "bearer}, kind: link-header",
                            "last", "none}, kind: last-id, parameter: after, more: /more",
                            "linked", "none}, kind: next-url, next: /next, total: /total",
                            "offset",
                                    "api-key, in: header, name: X-Key}, kind: offset, parameter: offset, size: 2, total: /total")
                    .forEach((name, kinds) -> write(sources, name, api.url(), kinds.split("}, ", 2)));
            sandbox = new SandboxContext(folder, 1, 1, 1)
                    .modules(Modules.installed())
                    .set("tourbus.run.only", "cursor,header,last,linked,offset,token")
                    .set("tourbus.cursor.user", "me")
                    .set("tourbus.cursor.password", "basic-secret")
                    .set("tourbus.header.token", "bearer-secret")
                    .set("tourbus.last.enabled", "true")
                    .set("tourbus.linked.enabled", "true")
                    .set("tourbus.offset.api-key", "header-secret")
                    .set("tourbus.token.client-id", "client")
                    .set("tourbus.token.client-secret", "client-secret");

            var report = sandbox.run("daily");

            assertThat(report.status()).as("%s", report).isEqualTo(RunReport.Status.COMPLETE);
            assertThat(sandbox.records("normalized/artists"))
                    .extracting(artist -> artist.path("artist_id").asText())
                    .containsExactlyInAnyOrderElementsOf(Stream.of(
                                    "cursor", "header", "last", "linked", "offset", "token")
                            .flatMap(name -> IntStream.range(0, ITEMS).mapToObj(i -> "%s_%d".formatted(name, i)))
                            .toList());
            // A grant, a refused token, another grant, and a page with all items.
            assertThat(api.requests()).hasSize(5 * 3 + 4);
        }
    }

    @Test
    void idsOfAnEntityAreReadFromItsOwnSource() throws IOException {
        var description = """
                title: Bands
                base-url: %s
                authentication: {kind: none}
                millis-per-request: 2
                record-types:
                  bands: {properties: {name: {type: string}}}
                  songs: {properties: {name: {type: string}}}
                  albums: {properties: {name: {type: string}}}
                entities:
                  bands:
                    path: /bands
                    id: {from: /id, prefix: band-}
                    contains: {artists: /singer}
                    map: {name: /name}
                  artists: {id: {from: /id, prefix: singer-}, map: {name: /name}}
                  songs: {path: '/bands/{id}', slices: {kind: ids, of: bands}, %s
                  albums: {path: '/singers/{id}', slices: {kind: ids, of: artists}, %s
                """;
        var byId = "items: /items, example: '1', id: /id, map: {name: /name}}";
        try (var api = new ApiServer(DescribedKindsTest::serveBands)) {
            var sources = HomeFolder.live(folder).resolve("sources");
            Files.createDirectory(sources);
            for (var name : List.of("one", "two")) {
                Files.writeString(
                        sources.resolve(name + ".source.yaml"),
                        description.formatted(api.url() + "/" + name, byId, byId));
            }
            sandbox = new SandboxContext(folder, 1, 1, 1)
                    .modules(Modules.installed())
                    .set("tourbus.run.only", "one,two")
                    .set("tourbus.two.enabled", "true");

            assertThatThrownBy(() -> sandbox.run("daily"))
                    .hasMessageContaining("names a source that is not set up: one")
                    .hasMessageEndingWith("Set TOURBUS_ONE_ENABLED.");

            sandbox.set("tourbus.one.enabled", "true");
            assertThat(sandbox.run("daily").status()).isEqualTo(RunReport.Status.COMPLETE);

            assertThat(api.requests())
                    .extracting(Request::path)
                    .containsExactlyInAnyOrder(
                            "/one/bands",
                            "/one/bands/one 7",
                            "/one/singers/one 8",
                            "/two/bands",
                            "/two/bands/two 7",
                            "/two/singers/two 8");
        }
    }

    private static Response serveBands(Request request) {
        var source = request.path().split("/")[1];
        return Response.of(
                200, request.path().endsWith("/bands") ? """
                {"bands": [{"id": "%s 7", "name": "B", "singer": {"id": "%1$s 8", "name": "C"}}]}""".formatted(source) : """
                {"items": [{"id": "%s", "name": "S"}]}""".formatted(request.path()));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path folder, String name, String url, String... kinds) {
        try {
            Files.writeString(
                    folder.resolve(name + ".source.yaml"), DESCRIPTION.formatted(url + "/" + name, kinds[0], kinds[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response serve(Request request) {
        var kind = request.path().split("/")[1];
        if (request.path().endsWith("/grant")) {
            return BASIC_CLIENT.equals(request.headers().get("Authorization"))
                    ? Response.of(
                            200,
                            "{\"access_token\": \"token-%d\", \"expires_in\": 3600}"
                                    .formatted(GRANTS.incrementAndGet()))
                    : Response.of(400, "{\"error\": \"invalid_client\"}");
        }
        var authorization = request.headers().getOrDefault("Authorization", "");
        var accepted =
                switch (kind) {
                    case "cursor" -> authorization.equals(BASIC);
                    case "header" -> authorization.equals("Bearer bearer-secret");
                    case "last", "linked" -> authorization.isEmpty();
                    // The first token has expired early.
                    case "token" -> authorization.equals("Bearer token-2");
                    default -> "header-secret".equals(request.headers().get("X-Key"));
                };
        if (!accepted) {
            return Response.of(401, "{}");
        }
        var from = request.number("offset", request.number("cursor", request.number("after", -1) + 1));
        var size = kind.equals("token") ? ITEMS : PAGE;
        var items = IntStream.range(from, Math.min(ITEMS, from + size))
                .mapToObj(i -> "{\"id\": %d, \"name\": \"Thing %1$d\"}".formatted(i))
                .collect(Collectors.joining(","));
        var next = from + size;
        // The host of the address is wrong, as behind some proxies.
        var address = "https://other.example/%s/things?offset=%d".formatted(kind, next);
        var link = kind.equals("linked") ? "\"%s\"".formatted(address) : "\"%d\"".formatted(next);
        var body = "{\"items\": [%s], \"total\": %d, \"next\": %s, \"more\": %b}"
                .formatted(items, ITEMS, next < ITEMS ? link : "null", next < ITEMS);
        return new Response(200, next < ITEMS ? Map.of("Link", """
                                <%s>; rel="next"
                                <https://other.example/>; rel="first", <https://other.example/>; rel="last"
                                """.formatted(address)) : Map.of(), body);
    }
}
