package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.testing.Logged;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.management.ObjectName;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;

/** Edits of a few routes: swaps that fail, routes that are busy or suspended, and edits of settings. */
class ReloadServiceTest {

    private static final String FILE = "a.camel.yaml";

    @TempDir
    private Path home;

    private final Logged logged = new Logged();
    private final Queue<Long> ticks = new ConcurrentLinkedQueue<>();
    private EditedRoutes routes;

    private static String route(String id, String from, String bean, String description) {
        return """
                - route:
                    id: %s
                    description: %s
                    from:
                      uri: %s
                      steps:
                        - process:
                            ref: %s
                        - setBody:
                            expression:
                              constant:
                                expression: %s
                """.formatted(id, description, from, bean, description);
    }

    private static String pass(String description) {
        return route("pass", "direct:pass", "open", description);
    }

    @BeforeEach
    void open() throws Exception {
        routes = new EditedRoutes(home, Map.of(FILE, pass("old")), "word = hello\n");
        routes.camel.getRegistry().bind("tick", (Processor) exchange -> ticks.add(
                exchange.getIn().getHeader("scheduledFireTime", Date.class).getTime() / 1_000));
    }

    @AfterEach
    void close() {
        routes.close();
        logged.close();
    }

    private void edit(String text) throws IOException {
        routes.write(FILE, text);
        routes.poll();
    }

    @Test
    void aRouteThatDoesNotStartRestoresTheOthers() throws Exception {
        edit(IntStream.range(0, 5)
                .mapToObj(i -> route("r" + i, i == 2 ? "fragile:r2" : "direct:r" + i, "open", "old"))
                .reduce("", String::concat));
        Map<String, Route> before = Map.copyOf(byId());
        assertThat(before).hasSize(5);

        edit(IntStream.range(0, 6)
                .mapToObj(i -> route("r" + i, i == 2 ? "fragile:r2?fail=true" : "direct:r" + i, "open", "new"))
                .reduce("", String::concat));

        assertThat(routes.refused())
                .containsExactly("a.camel.yaml line 25: The route 'r2' cannot start: The port is taken.");
        assertThat(byId()).isEqualTo(before);
        assertThat(routes.call("r4")).isEqualTo("old");
        assertThat(routes.status.failures()).isEmpty();
    }

    @Test
    void aRouteThatCannotBeRestoredIsReported() throws Exception {
        edit(pass("old") + route("port", "fragile:port", "open", "old"));
        routes.restartable.set(false);

        edit(pass("new") + route("port", "fragile:port?fail=true", "open", "new"));

        assertThat(routes.status.failures()).containsExactly("These routes do not run: port. Restart Tourbus.");
        assertThat(routes.call("pass")).isEqualTo("old");
        assertThat(routes.catalogue().get("port").state()).isEqualTo("Stopped");
        assertThat(logged.lines()).contains("reload failed reason=These routes do not run: port. Restart Tourbus.");
    }

    private Map<String, Route> byId() {
        return routes.camel.getRoutes().stream().collect(Collectors.toMap(Route::getId, route -> route));
    }

    @Test
    void aMessageInProgressFinishesInTheOldRouteWhileNewOnesUseTheNewRoute() throws Exception {
        edit(route("pass", "direct:pass", "gate", "old"));
        try (var template = routes.camel.createProducerTemplate()) {
            var waiting = template.asyncRequestBody("direct:pass", "", String.class);
            await().until(() -> routes.camel.getInflightRepository().size("pass") == 1);

            edit(pass("new"));
            assertThat(routes.call("pass")).isEqualTo("new");
            routes.poll();
            assertThat(waiting).isNotDone();
            routes.gate.countDown();

            assertThat(waiting.get()).isEqualTo("old");
        }
    }

    @Test
    void aFileThatIsNotLoadedDoesNotBlockEdits() throws Exception {
        routes.write(EditedRoutes.NOT_LOADED, route("other", "direct:other", "missing", "old"));
        edit(pass("new"));

        assertThat(routes.refused()).isEmpty();
        assertThat(routes.call("pass")).isEqualTo("new");
        assertThat(routes.catalogue()).containsOnlyKeys("pass");
    }

    @Test
    void aSuspendedRouteStaysStopped() throws Exception {
        routes.camel.getRouteController().suspendRoute("pass");

        edit(pass("new"));

        assertThat(routes.catalogue().get("pass")).isEqualTo(new EditedRoutes.Line(FILE, "Stopped", "new"));
        routes.camel.getRouteController().startRoute("pass");
        assertThat(routes.call("pass")).isEqualTo("new");
    }

    @Test
    void noTickOfAScheduleIsLostOrRepeated() throws Exception {
        for (int edit = 1; ticks.size() < 2; edit++) {
            edit(route("clock", "quartz:group/clock?cron=0/1+*+*+*+*+?", "tick", "v" + edit));
            assertThat(routes.refused()).isEmpty();
        }
        for (int edit = 1; ticks.size() < 3; edit++) {
            edit(route("clock", "quartz:group/clock?cron=0/1+*+*+*+*+?&trigger.priority=" + edit, "tick", "new"));
            assertThat(routes.refused()).isEmpty();
        }

        var first = ticks.peek();
        await().untilAsserted(() -> assertThat(ticks)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(first, lastTick()).boxed().toList()));
        assertThat(logged.lines()).noneMatch(line -> line.contains("Cannot find existing QuartzEndpoint"));
    }

    @Test
    void aTickThatIsDueWhileItsScheduleChangesIsNotLost() throws Exception {
        edit(route("clock", "quartz:group/clock?cron=0/1+*+*+*+*+?", "tick", "old"));
        await().until(() -> !ticks.isEmpty());
        var slow = route("slow", "fragile:slow", "open", "new");
        var before = new AtomicLong();
        routes.starting.set(() -> {
            before.set(lastTick());
            await().until(() -> System.currentTimeMillis() / 1_000 > before.get());
        });

        edit(route("clock", "quartz:group/clock?cron=0+0+0+1+1+?", "tick", "new") + slow);

        assertThat(routes.refused()).isEmpty();
        await().until(() -> lastTick() > before.get());
    }

    private long lastTick() {
        return ticks.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    @Test
    void anEditLeavesNoTraceOfItsTestInQuartzAndJmx() throws Exception {
        var broken =
                route("broken", "direct:broken", "open", "old").replace("expression: old", "expression: '{{none}}'");
        var throttled = broken.replaceFirst(" {12}- process", """
                            - throttle:
                                expression:
                                  constant:
                                    expression: '1'
                            - process""".indent(-8).stripTrailing());
        var clock = route("clock", "quartz:group/clock?cron=0+0+0+1+1+?&deleteJob=false", "tick", "new");
        edit(pass("old") + clock);
        var scheduler =
                routes.camel.getComponent("quartz", QuartzComponent.class).getScheduler();
        var known = names();

        edit(pass("new") + clock.replace("tick", "open") + throttled);

        assertThat(routes.refused()).singleElement().asString().contains("Unknown property: 'none'");
        assertThat(names()).isEqualTo(known);
        assertThat(scheduler.getTriggerKeys(GroupMatcher.anyGroup()))
                .containsExactly(TriggerKey.triggerKey("clock", "group"));
    }

    private Set<ObjectName> names() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("*:context=%s,*".formatted(routes.camel.getManagementName())), null);
    }

    @Test
    void aWrongModeOfAThrottleIsNamedWithItsLine() throws Exception {
        edit("# comment\n" + pass("new") + """
                - routeTemplate:
                    id: throttled
                    route:
                      from:
                        uri: direct:throttled
                        steps:
                          - throttle:
                              mode: Total
                              timePeriodMillis: '100'
                              expression:
                                constant:
                                  expression: '1'
                """);

        assertThat(routes.refused())
                .containsExactly(
                        "a.camel.yaml line 21: The option 'timePeriodMillis' of a throttle needs the mode 'TotalRequests'.");
    }

    @Test
    void aRestoredFileIsRecognized() throws Exception {
        edit(pass("new").replace("process", "proces"));
        assertThat(routes.refused()).containsExactly("a.camel.yaml line 7: Unknown step or option: 'proces'.");

        edit(pass("old"));

        assertThat(routes.refused()).isEmpty();
        assertThat(logged.lines()).contains("reload accepted, the file is no longer rejected file=a.camel.yaml");
    }

    @Test
    void aRouteCanUseAPropertyThatIsSavedWithIt() throws Exception {
        var text = pass("new").replace("expression: new", "expression: '{{greeting}}'");
        edit(text);
        assertThat(routes.refused())
                .containsExactly(
                        "a.camel.yaml line 12: Unknown property: 'greeting'. Add it to application.properties.");

        Files.writeString(routes.settings, "word = hello\ngreeting = hi\n");
        routes.poll();

        assertThat(routes.refused()).isEmpty();
        assertThat(routes.call("pass")).isEqualTo("hi");
        Files.writeString(routes.settings, "word = hello\n");
        routes.poll();
        assertThat(routes.refused())
                .containsExactly(
                        "application.properties: A route uses greeting: a.camel.yaml line 12: Unknown property: 'greeting'. Add it to application.properties.");
        assertThat(routes.call("pass")).isEqualTo("hi");
    }

    @Test
    void settingsAndRoutesAreRefusedSeparately() throws Exception {
        Files.writeString(routes.settings, "word = impossible\n");
        edit(pass("new"));
        assertThat(routes.refused()).containsExactly("application.properties: impossible");
        assertThat(routes.call("pass")).isEqualTo("new");
        assertThat(routes.camel.resolvePropertyPlaceholders("{{word}}")).isEqualTo("hello");

        Files.writeString(routes.settings, "word = bye\n");
        edit(pass("newer").replace("ref: open", "ref: opne"));

        assertThat(routes.refused()).containsExactly("a.camel.yaml line 8: Unknown bean: 'opne'.");
        assertThat(routes.call("pass")).isEqualTo("new");
        assertThat(routes.camel.resolvePropertyPlaceholders("{{word}}")).isEqualTo("bye");
    }

    @Test
    void aNewDescriptionOfASourceNeedsARestart() throws Exception {
        var description = Files.createDirectory(home.resolve("sources")).resolve("gigs.source.yaml");
        Files.writeString(description, "title: Gigs");
        routes.poll();

        assertThat(routes.refused()).singleElement().asString().contains("gigs.source.yaml", "Restart Tourbus");
        assertThat(routes.call("pass")).isEqualTo("old");

        Files.delete(description);
        routes.poll();

        assertThat(routes.refused()).isEmpty();
    }

    @Test
    void anElementThatIsReadAtTheStartIsRefused() throws Exception {
        edit(pass("new") + "- beans:\n    - name: x\n      type: java.lang.Object\n");

        assertThat(routes.refused())
                .containsExactly("a.camel.yaml line 13: Tourbus reads beans only when it starts. Restart Tourbus.");
        assertThat(routes.call("pass")).isEqualTo("old");
    }

    @Test
    void anExpressionAnOptionAndAClassThatAreWrongAreNamedWithTheirLine() throws Exception {
        var step = """
                        - split:
                            streaming: %s
                            expression:
                              simple:
                                expression: %s
                            steps:
                              - doTry:
                                  steps:
                                    - to:
                                        uri: direct:pass
                                  doCatch:
                                    - exception:
                                        - %s
                """;
        var template = """
                - routeTemplate:
                    id: splitting
                    parameters:
                      - name: name
                    route:
                      from:
                        uri: direct:{{name}}
                        steps:
                """;
        routes.write("b.camel.yaml", """
                - templatedRoute:
                    routeTemplateRef: splitting
                    routeId: split
                    parameters:
                      - name: name
                        value: split
                """);
        var good = template
                + step.formatted("true", "${body}", "java.lang.Exception").indent(2);
        edit(pass("old") + good);
        assertThat(routes.refused()).isEmpty();

        for (var wrong : Map.of(
                        good.replace("streaming: true", "streaming: maybe"),
                        "a.camel.yaml line 22: The value 'maybe' is not valid.",
                        good.replace("${body}", "${body"),
                        "a.camel.yaml line 25: The expression '${body' is not valid.",
                        good.replace("${body}", "${nosuch}"),
                        "a.camel.yaml line 25: The expression '${nosuch}' is not valid.",
                        good.replace("java.lang.Exception", "java.lang.Excepton"),
                        "a.camel.yaml line 33: Unknown class: 'java.lang.Excepton'.")
                .entrySet()) {
            edit(pass("old") + wrong.getKey());
            assertThat(routes.refused()).containsExactly(wrong.getValue());
        }
    }
}
