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
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of files with a few routes, of which one can be kept busy. */
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
    private RouteReloader reload;

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
        camel.start();
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file));
        reload = new RouteReloader(camel, folder, Duration.ofMillis(50), Throwable::getMessage);
        reload.begin();
    }

    @AfterEach
    void close() {
        gate.countDown();
        camel.stop();
        logged.close();
    }

    @Test
    void aBusyRouteThatIsRestoredRunsOn() throws Exception {
        var waits = camel.getRoute("wait");
        camel.createProducerTemplate().asyncSendBody("direct:wait", "");
        await().until(() -> camel.getInflightRepository().size("wait") == 1);

        write("");
        assertThat(told())
                .containsExactly(
                        "reload refused, what ran goes on file=m.camel.yaml reason=it is empty: delete the file for its routes to go");
        Files.delete(file);
        look();
        assertThat(told()).last().asString().endsWith("added=[] removed=[wait, pass] later=[wait]");
        assertThat(camel.getRoute("pass")).isNull();
        write(WAIT + PASS);
        assertThat(told()).last().asString().endsWith("changed=[] added=[wait, pass] removed=[] later=[]");

        gate.countDown();
        await().until(() -> camel.getInflightRepository().size("wait") == 0);
        look();
        assertThat(camel.getRoute("wait")).isSameAs(waits);
        assertThat(camel.getRoute("pass")).isNotNull();
        write(route("wait", "open") + PASS);
        assertThat(told()).last().asString().endsWith("changed=[wait] added=[] removed=[] later=[]");
    }

    @Test
    void whatMovesToAnotherFileIsNoChange() throws Exception {
        List<Route> before = camel.getRoutes();
        var first = folder.resolve("a.camel.yaml");

        Files.move(file, first);
        look();
        assertThat(told()).isEmpty();
        assertThat(camel.getRoutes()).isEqualTo(before);

        Files.writeString(file, route("pass", "gate"));
        look();
        assertThat(told())
                .last()
                .asString()
                .endsWith("file=m.camel.yaml reason=another file has a route 'pass' already");
        Files.writeString(first, WAIT);
        look();
        assertThat(told())
                .last()
                .asString()
                .endsWith("reload file=m.camel.yaml changed=[pass] added=[] removed=[] later=[]");
        assertThat(camel.getRoute("wait")).isSameAs(before.get(0));
    }

    @Test
    void whatARefusedFileIsToTakeOverStays() throws Exception {
        var first = Files.writeString(folder.resolve("a.camel.yaml"), WAIT + PASS.replace("process", "proces"));
        look();
        Files.delete(file);
        look();
        assertThat(told())
                .last()
                .asString()
                .endsWith(
                        "file=m.camel.yaml reason=the route 'wait' would go, which a.camel.yaml names, and that is refused");
        Files.writeString(folder.resolve("other.camel.yaml"), route("other", "open"));
        look();
        assertThat(told())
                .last()
                .asString()
                .endsWith("file=other.camel.yaml changed=[] added=[other] removed=[] later=[]");
        assertThat(camel.getRoutesSize()).isEqualTo(3);

        Files.writeString(first, WAIT);
        look();
        assertThat(told()).last().asString().endsWith("file=m.camel.yaml changed=[] added=[] removed=[pass] later=[]");
    }

    @Test
    void aFileThatCannotBeReadIsRefusedAndHidesNoOther() throws Exception {
        var bad = folder.resolve("bad.camel.yaml");
        Files.createDirectory(folder.resolve("dir.camel.yaml"));
        Files.createSymbolicLink(folder.resolve("nowhere.camel.yaml"), Path.of("nowhere"));
        Files.writeString(folder.resolve(".hidden.camel.yaml"), "nothing");
        look();
        assertThat(told()).isEmpty();

        var refused = "reload refused, what ran goes on file=bad.camel.yaml reason=";
        var deep = "it is nested too deeply, or something in it has itself in it";
        Files.writeString(bad, "# é\n", StandardCharsets.ISO_8859_1);
        look();
        Files.writeString(bad, "- route: &a\n    id: zd\n    x: *a\n");
        look();
        Files.writeString(bad, "[".repeat(20_000));
        look();
        assertThat(told()).containsExactly(refused + "it is not UTF-8", refused + deep, refused + deep);

        write(WAIT);
        assertThat(told()).last().asString().endsWith("removed=[pass] later=[]");
    }

    @Test
    void anErrorDoesNotEndTheLooking() throws Exception {
        var settings = Files.writeString(home.resolve("application.properties"), "a = 1");
        try (var all = new ReloadService(
                camel,
                home,
                () -> {
                    throw new StackOverflowError("too deep");
                },
                Throwable::getMessage)) {
            all.start();
            Files.writeString(settings, "a = 2");
            await().until(() -> told().equals(List.of("edits not looked at reason=too deep")));
            Files.writeString(file, WAIT);
            await().until(() -> camel.getRoute("pass") == null);
        }
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        look();
    }

    /** What has been the same twice is taken. */
    private void look() throws IOException {
        reload.look();
        reload.look();
    }

    private List<String> told() {
        return logged.lines().stream()
                .filter(line -> line.startsWith("reload ") || line.startsWith("edits "))
                .toList();
    }
}
