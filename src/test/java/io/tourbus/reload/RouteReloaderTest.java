package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.testing.Logged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of files with two routes, one of which can be kept busy. */
class RouteReloaderTest {

    private static final String WAIT = route("wait", "gate");
    private static final String PASS = route("pass", "open");

    @TempDir
    private Path home;

    private final Logged logged = new Logged();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Path folder;
    private Path file;
    private RouteReloader reloader;

    private static String route(String id, String bean) {
        return """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        - process:
                            ref: %s
                """.formatted(id, id, bean);
    }

    @BeforeEach
    void open() throws Exception {
        camel.getRegistry().bind("gate", (Processor) exchange -> gate.await(20, TimeUnit.SECONDS));
        camel.getRegistry().bind("open", (Processor) exchange -> {});
        folder = Files.createDirectory(home.resolve("routes"));
        file = Files.writeString(folder.resolve("m.camel.yaml"), WAIT + PASS);
        camel.addComponent("direct", new GatedDirectComponent());
        camel.start();
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file));
        reloader = new RouteReloader(camel, folder, Duration.ofMillis(50), Throwable::getMessage);
        reloader.begin();
    }

    @AfterEach
    void close() {
        gate.countDown();
        camel.stop();
        logged.close();
    }

    @Test
    void aBusyRouteKeepsRunningIfItsRemovalIsReverted() throws Exception {
        var waits = camel.getRoute("wait");
        camel.createProducerTemplate().asyncSendBody("direct:wait", "");
        await().until(() -> camel.getInflightRepository().size("wait") == 1);

        write("");
        assertThat(logLines())
                .containsExactly(
                        "reload rejected, current version stays active file=m.camel.yaml reason=The file is empty. Delete it to remove its routes.");
        Files.delete(file);
        poll();
        assertThat(logLines()).last().asString().endsWith("added=[] removed=[wait, pass] later=[wait]");
        assertThat(camel.getRoute("pass")).isNull();
        write(WAIT + PASS);
        assertThat(logLines()).last().asString().endsWith("changed=[] added=[wait, pass] removed=[] later=[]");

        gate.countDown();
        await().until(() -> camel.getInflightRepository().size("wait") == 0);
        poll();
        assertThat(camel.getRoute("wait")).isSameAs(waits);
        assertThat(camel.getRoute("pass")).isNotNull();
        write(route("wait", "open") + PASS);
        assertThat(logLines()).last().asString().endsWith("changed=[wait] added=[] removed=[] later=[]");
    }

    @Test
    void callersOfARouteThatIsReplacedGetTheReplacement() throws Exception {
        var swaps = 40;
        var done = new AtomicBoolean();
        var callers = Executors.newFixedThreadPool(8);
        try (var template = camel.createProducerTemplate()) {
            List<Future<Integer>> calls = Stream.generate(() -> callers.submit(() -> {
                        var count = 0;
                        while (!done.get()) {
                            template.sendBody("direct:pass", "");
                            count++;
                        }
                        return count;
                    }))
                    .limit(8)
                    .toList();
            for (int swap = 0; swap < swaps; swap++) {
                write(WAIT + PASS.replace("id: pass", "id: pass\n    description: swap " + swap));
            }
            done.set(true);

            for (var call : calls) {
                assertThat(call.get(20, TimeUnit.SECONDS)).isPositive();
            }
            assertThat(camel.getRoute("pass").getDescription()).isEqualTo("swap " + (swaps - 1));
        } finally {
            done.set(true);
            callers.shutdownNow();
        }
    }

    @Test
    void movingARouteToAnotherFileIsNoChange() throws Exception {
        List<Route> before = camel.getRoutes();
        var first = folder.resolve("a.camel.yaml");

        Files.move(file, first);
        poll();
        assertThat(logLines()).isEmpty();
        assertThat(camel.getRoutes()).isEqualTo(before);

        Files.writeString(file, route("pass", "gate"));
        poll();
        assertThat(logLines())
                .last()
                .asString()
                .endsWith("file=m.camel.yaml reason=Another file already contains the route 'pass'.");
        Files.writeString(first, WAIT);
        poll();
        assertThat(logLines())
                .last()
                .asString()
                .endsWith("reload file=m.camel.yaml changed=[pass] added=[] removed=[] later=[]");
        assertThat(camel.getRoute("wait")).isSameAs(before.get(0));
    }

    @Test
    void keepsARouteThatARejectedFileMentions() throws Exception {
        var first = Files.writeString(folder.resolve("a.camel.yaml"), WAIT + PASS.replace("process", "proces"));
        poll();
        Files.delete(file);
        poll();
        assertThat(logLines())
                .last()
                .asString()
                .endsWith(
                        "file=m.camel.yaml reason=The route 'wait' would be removed, but the rejected file a.camel.yaml mentions it. Correct that file first.");
        Files.writeString(folder.resolve("other.camel.yaml"), route("other", "open"));
        poll();
        assertThat(logLines())
                .last()
                .asString()
                .endsWith("file=other.camel.yaml changed=[] added=[other] removed=[] later=[]");
        assertThat(camel.getRoutesSize()).isEqualTo(3);

        Files.writeString(first, WAIT);
        poll();
        assertThat(logLines())
                .last()
                .asString()
                .endsWith("file=m.camel.yaml changed=[] added=[] removed=[pass] later=[]");
    }

    @Test
    void rejectsAnInvalidFileAndAppliesTheOthers() throws Exception {
        var bad = folder.resolve("bad.camel.yaml");
        Files.createDirectory(folder.resolve("dir.camel.yaml"));
        Files.createSymbolicLink(folder.resolve("nowhere.camel.yaml"), Path.of("nowhere"));
        Files.writeString(folder.resolve(".hidden.camel.yaml"), "nothing");
        poll();
        assertThat(logLines()).isEmpty();

        var rejected = "reload rejected, current version stays active file=bad.camel.yaml reason=";
        var deep = "The file is nested too deeply, or a YAML alias refers to itself.";
        Files.writeString(bad, "# é\n", StandardCharsets.ISO_8859_1);
        poll();
        Files.writeString(bad, "- route: &a\n    id: zd\n    x: *a\n");
        poll();
        Files.writeString(bad, "[".repeat(20_000));
        poll();
        assertThat(logLines()).containsExactly(rejected + "The file is not UTF-8.", rejected + deep, rejected + deep);

        write(WAIT);
        assertThat(logLines()).last().asString().endsWith("removed=[pass] later=[]");
    }

    @Test
    void continuesToPollAfterAnError() throws Exception {
        var settings = Files.writeString(home.resolve("application.properties"), "a = 1");
        try (var service = new ReloadService(
                camel,
                home,
                () -> {
                    throw new StackOverflowError("too deep");
                },
                Throwable::getMessage)) {
            service.start();
            Files.writeString(settings, "a = 2");
            await().until(() -> logLines().equals(List.of("edits not checked reason=too deep")));
            Files.writeString(file, WAIT);
            await().until(() -> camel.getRoute("pass") == null);
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        poll();
    }

    /** An edit is applied after two polls. */
    private void poll() throws IOException {
        reloader.poll();
        reloader.poll();
    }

    private List<String> logLines() {
        return logged.lines().stream()
                .filter(line -> line.startsWith("reload ") || line.startsWith("edits "))
                .toList();
    }
}
