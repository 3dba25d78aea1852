package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.reload.EditedRoutes.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After each of several hundred generated edits, either the complete old routes run or the complete new ones. */
class EditsTest {

    private static final int EDITS = Integer.getInteger("tourbus.edits", 30);

    @TempDir
    private Path home;

    private EditedRoutes routes;

    /** The wanted routes by file and ID: their text, with %s for the description. */
    private final Map<String, Map<String, Source>> wanted = new TreeMap<>();

    /** @param templated whether the route comes from the template, which has its own description */
    private record Source(String text, String description, boolean templated) {

        Source described(String next) {
            return new Source(text, next, templated);
        }

        String yaml() {
            return templated ? text : text.formatted(description);
        }
    }

    private String template = "t0";
    private int version;

    private static Source route(String id, String uri, String steps) {
        return new Source("""
                - route:
                    id: %s
                    description: %%s
                    from:
                      uri: %s
                      steps:
                %s""".formatted(id, uri, steps.indent(8)), "first", false);
    }

    private static Source answering(String id) {
        return route(id, "direct:" + id, """
                - setBody:
                    expression:
                      constant:
                        expression: %s
                - process:
                    ref: open
                """.formatted(id));
    }

    private static Source templated(String id) {
        return new Source("""
                - templatedRoute:
                    routeTemplateRef: answer
                    routeId: %s
                    parameters:
                      - name: name
                        value: %s
                """.formatted(id, id), "", true);
    }

    private String templateText() {
        return """
                - routeTemplate:
                    id: answer
                    parameters:
                      - name: name
                        required: true
                    route:
                      description: %s
                      from:
                        uri: direct:{{name}}
                        steps:
                          - setBody:
                              expression:
                                constant:
                                  expression: '{{name}}'
                """.formatted(template);
    }

    private void openAll() throws Exception {
        put("a", "one", answering("one"));
        put("a", "two", answering("two"));
        put("b", "wait", route("wait", "direct:wait", "- process:\n    ref: gate\n"));
        put("b", "tick", route("tick", "timer:tick?delay=100000", "- to:\n    uri: direct:one\n"));
        put("b", "queue", route("queue", "seda:queue", "- to:\n    uri: direct:two\n"));
        put("c", "three", templated("three"));
        put("c", "four", templated("four"));
        put("d", "plan", route("plan", "quartz:group/plan?cron=0+0+1+*+*+?", "- to:\n    uri: direct:three\n"));
        put("d", "port", route("port", "fragile:port", "- to:\n    uri: direct:two\n"));
        put("e", "greet", route("greet", "direct:greet", """
                - bean:
                    ref: greeter
                    method: greet
                - setHeader:
                    name: word
                    expression:
                      constant:
                        expression: '{{word}}'
                """));
        routes = new EditedRoutes(home, Map.of("templates.camel.yaml", templateText()), "word = hello\n");
    }

    private void put(String file, String id, Source source) {
        wanted.computeIfAbsent(file, key -> new LinkedHashMap<>()).put(id, source);
    }

    private String text(String file) {
        return wanted.get(file).values().stream().map(Source::yaml).reduce("", String::concat);
    }

    private void writeWanted() throws IOException {
        try (var files = Files.list(routes.folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString().replace(".camel.yaml", "");
                if (!wanted.containsKey(name) && !name.equals("templates")) {
                    Files.delete(file);
                }
            }
        }
        for (var file : wanted.keySet()) {
            routes.write(file + ".camel.yaml", text(file));
        }
        routes.write("templates.camel.yaml", templateText());
    }

    private Map<String, Line> expected() {
        Map<String, Line> lines = new TreeMap<>();
        wanted.forEach((file, sources) -> sources.forEach((id, source) -> lines.put(
                id,
                new Line(
                        (source.templated() ? "templates" : file) + ".camel.yaml",
                        "Started",
                        source.templated() ? template : source.description()))));
        return lines;
    }

    @AfterEach
    void close() {
        routes.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eitherAllOldOrAllNewRoutesRun(boolean busy) throws Exception {
        openAll();
        writeWanted();
        routes.poll();
        assertThat(routes.refused()).isEmpty();
        assertThat(routes.catalogue()).isEqualTo(expected());
        var seed = Long.getLong("tourbus.seed", new Random().nextLong());
        var random = new Random(seed);
        var done = new AtomicBoolean();
        var callers = Executors.newFixedThreadPool(4);
        List<Future<Integer>> calls = busy ? keepCalling(callers, done) : List.of();
        if (busy) {
            routes.camel.createProducerTemplate().asyncSendBody("direct:wait", "");
        }
        try {
            for (int edit = 0; edit < EDITS; edit++) {
                edit(random, "seed %d, edit %d".formatted(seed, edit));
            }
            done.set(true);
            for (var call : calls) {
                assertThat(call.get(20, TimeUnit.SECONDS)).as("seed %d", seed).isPositive();
            }
        } finally {
            done.set(true);
            callers.shutdownNow();
        }
    }

    /** Callers of routes that every version contains. Each call must succeed. */
    private List<Future<Integer>> keepCalling(ExecutorService callers, AtomicBoolean done) {
        return Stream.of("one", "three", "one", "three")
                .map(name -> callers.submit(() -> {
                    var count = 0;
                    while (!done.get()) {
                        assertThat(routes.call(name)).isEqualTo(name);
                        count++;
                    }
                    return count;
                }))
                .toList();
    }

    private void edit(Random random, String name) throws IOException {
        var before = expected();
        var restore = copy();
        var oldTemplate = template;
        List<String> what = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            what.add(goodEdit(random));
        }
        writeWanted();
        var bad = random.nextInt(10) < 6;
        if (bad) {
            what.add(badEdit(random));
        }
        routes.poll();

        var label = "%s: %s, refused %s".formatted(name, what, routes.refused());
        if (bad) {
            assertThat(routes.refused())
                    .as(label)
                    .isNotEmpty()
                    .allMatch(refusal -> refusal.matches(".*\\.camel\\.yaml line \\d+: [A-Z].*\\."))
                    .noneMatch(refusal ->
                            refusal.matches(".*(\\w+\\.\\w+\\.\\w+\\.[A-Z]|Exception|Cannot invoke|null).*"));
            assertThat(routes.catalogue()).as(label).isEqualTo(before);
            wanted.clear();
            wanted.putAll(restore);
            template = oldTemplate;
            if (random.nextBoolean()) {
                writeWanted();
                routes.poll();
                assertThat(routes.refused()).as(label).isEmpty();
                assertThat(routes.catalogue()).as(label).isEqualTo(before);
            }
        } else {
            assertThat(routes.refused()).as(label).isEmpty();
            assertThat(routes.catalogue()).as(label).isEqualTo(expected());
        }
        for (var id : List.of("one", "three")) {
            assertThat(routes.call(id)).as(label).isEqualTo(id);
        }
    }

    private Map<String, Map<String, Source>> copy() {
        Map<String, Map<String, Source>> copy = new TreeMap<>();
        wanted.forEach((file, sources) -> copy.put(file, new LinkedHashMap<>(sources)));
        return copy;
    }

    private String goodEdit(Random random) {
        var next = "v" + ++version;
        var file = List.copyOf(wanted.keySet()).get(random.nextInt(wanted.size()));
        var sources = wanted.get(file);
        switch (random.nextInt(6)) {
            case 0:
                template = next;
                return "edit template";
            case 1:
                var added = (random.nextBoolean() ? answering("x" + version) : templated("x" + version));
                sources.put("x" + version, added);
                return "add x%d to %s".formatted(version, file);
            case 2:
                var id = List.copyOf(sources.keySet()).get(random.nextInt(sources.size()));
                if (id.startsWith("x") && sources.size() > 1) {
                    sources.remove(id);
                    return "remove " + id;
                }
                break;
            case 3:
                wanted.remove(file);
                wanted.put(file.substring(0, 1) + version, sources);
                return "rename file " + file;
            case 4:
                put("n" + version, "n" + version, answering("n" + version).described(next));
                return "add file n" + version;
            default:
        }
        if (file.startsWith("n") && random.nextBoolean()) {
            wanted.remove(file);
            return "delete file " + file;
        }
        sources.replaceAll((id, source) -> source.described(source.templated() ? "" : next));
        return "edit routes of " + file;
    }

    private String badEdit(Random random) throws IOException {
        var kind = random.nextInt(22);
        var text = kind < 20 ? BROKEN.get(kind % BROKEN.size()) : "";
        var name = "bad.camel.yaml";
        if (kind == 20) {
            routes.writeLatin(name, "# é\n" + answering("bad").yaml());
            return "not UTF-8";
        }
        if (kind == 21) {
            var file = List.copyOf(wanted.keySet()).get(random.nextInt(wanted.size()));
            var whole = text(file);
            routes.write(
                    file + ".camel.yaml",
                    whole.substring(0, whole.length() / 2 + random.nextInt(5)).strip());
            return "cut " + file;
        }
        // The good routes come first, so the first ones of several have started when the last one fails.
        routes.write(
                name,
                answering("bad1").yaml()
                        + answering("bad2").yaml()
                        + text
                        + answering("bad4").yaml());
        return text;
    }

    private static final List<String> BROKEN = List.of(
            route("bad", "nosuch:x", "- log:\n    message: x\n").yaml(),
            route("bad", "direct:bad?nosuch=1", "- log:\n    message: x\n").yaml(),
            route("bad", "direct:bad", "- process:\n    ref: nosuch\n").yaml(),
            route("bad", "direct:bad", "- bean:\n    ref: nosuch\n").yaml(),
            route("bad", "direct:bad", "- bean:\n    ref: greeter\n    method: nosuch\n")
                    .yaml(),
            route("bad", "direct:bad", "- to:\n    uri: direct:{{nosuch}}\n").yaml(),
            route("bad", "direct:bad", "- baen:\n    ref: greeter\n").yaml(),
            route("bad", "direct:bad", "- log:\n    mesage: x\n").yaml(),
            route("bad", "direct:one", "- log:\n    message: x\n").yaml(),
            answering("one").yaml(),
            route("bad", "fragile:bad?fail=true", "- log:\n    message: x\n").yaml(),
            route("bad", "quartz:group/bad?cron=never", "- log:\n    message: x\n")
                    .yaml(),
            route("bad", "quartz:group/plan?cron=0+0+2+*+*+?", "- log:\n    message: x\n")
                    .yaml(),
            route("bad", "timer:bad?period=many", "- log:\n    message: x\n").yaml(),
            "- route:\n    id: bad\n    description: no input\n",
            "- route:\n    id: bad\n    from:\n      uri: direct:bad\n      steps: &a\n        - *a\n",
            "- route:\n    from:\n      uri: direct:bad\n      steps: []\n",
            "- route:\n   id: [\n",
            "- templatedRoute:\n    routeTemplateRef: nosuch\n    routeId: bad\n",
            "- templatedRoute:\n    routeTemplateRef: answer\n    routeId: bad\n");
}
