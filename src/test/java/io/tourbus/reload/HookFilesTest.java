package io.tourbus.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tourbus.hook.RecordEditor;
import io.tourbus.reload.ReloadStatus.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in the files of hooks, at the start and while Tourbus serves. */
class HookFilesTest {

    private static final String HOOK = """
            - route:
                id: %1$s
                from:
                  uri: direct:%1$s
                  steps:
                    - log:
                        message: %2$s
            """;

    @TempDir
    private Path home;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(
                Files.createDirectories(home.resolve("routes/hooks")).resolve(name), text);
    }

    @Test
    void hooksAreAddedChangedAndRemovedWhileTourbusServes() throws Exception {
        try (var routes = new EditedRoutes(home, Map.of("a.camel.yaml", HOOK.formatted("a", "a")), "")) {
            var file = write("before-stream.camel.yaml", HOOK.formatted("hook-before-stream", "one"));
            routes.poll();
            var first = routes.camel.getRoute("hook-before-stream");
            assertThat(first).isNotNull();

            write("before-stream.camel.yaml", HOOK.formatted("hook-before-stream", "two"));
            routes.poll();
            var second = routes.camel.getRoute("hook-before-stream");
            assertThat(second).isNotNull().isNotSameAs(first);

            write("before-stream.camel.yaml", HOOK.formatted("hook-before-steam", "two"));
            routes.poll();
            assertThat(routes.camel.getRoute("hook-before-stream")).isSameAs(second);
            assertThat(routes.status.refused())
                    .extracting(Refusal::file, Refusal::line, Refusal::reason)
                    .containsExactly(tuple(
                            "before-stream.camel.yaml",
                            2,
                            "Unknown hook: 'before-steam'. Did you mean before-stream?"));

            Files.delete(file);
            routes.poll();
            assertThat(routes.camel.getRoute("hook-before-stream")).isNull();
            assertThat(routes.status.refused()).isEmpty();
        }
    }

    @Test
    void aSinkThatNoFileMakesIsNamed() throws IOException {
        var file = write("a.camel.yaml", HOOK.formatted("hook-after-run", "done") + """
                        - to:
                            uri: direct:sink-webhok
                """);
        var sinks = """
                - templatedRoute:
                    routeTemplateRef: http-sink
                    routeId: %1$s
                    parameters:
                      - name: name
                        value: %1$s
                """;
        write("sinks.camel.yaml", sinks.formatted("webhook"));

        assertThat(HookFiles.problems(home.resolve("routes/hooks")))
                .containsExactly(file + " line 9: Unknown sink: 'sink-webhok'. Did you mean sink-webhook?");

        write("sinks.camel.yaml", sinks.formatted("other"));
        assertThat(HookFiles.problems(home.resolve("routes/hooks")))
                .containsExactly(file + " line 9: Unknown sink: 'sink-webhok'. Use one of sink-other, or make it from a"
                        + " template, with templatedRoute.");

        write("sinks.camel.yaml", sinks.formatted("webhok"));
        assertThat(HookFiles.problems(home.resolve("routes/hooks"))).isEmpty();
    }

    @Test
    void aMistakeThatShowsOnlyWhenTheRouteIsBuiltIsNamed() throws IOException {
        var file = write("a.camel.yaml", """
                - route:
                    id: hook-after-run
                    from:
                      uri: direct:hook-after-run
                      steps:
                        - bean:
                            ref: recrod
                            method: drop
                """);

        try (var camel = new DefaultCamelContext()) {
            assertThat(HookFiles.diagnose(List.of(file), file::equals, camel))
                    .contains(file + " line 7: Unknown bean: 'recrod'.");
            camel.getRegistry().bind("recrod", new RecordEditor());
            assertThat(HookFiles.diagnose(List.of(file), file::equals, camel)).isEmpty();

            Files.writeString(file, Files.readString(file).replace("method: drop", "method: setField('a', 1, *)"));
            assertThat(HookFiles.diagnose(List.of(file), file::equals, camel))
                    .contains(file + " line 8: Unknown method of a bean: 'setField'.");
        }
    }

    @Test
    void eachFileThatIsNotValidIsNamedAtTheStart() throws IOException {
        write("README.md", "");
        write("valid.camel.yaml", HOOK.formatted("hook-after-run", "done"));
        var other = write("other.camel.yaml", HOOK.formatted("hook-nothing", "done"));
        var empty = write("empty.camel.yaml", "# nothing yet\n");
        var broken = write("broken.camel.yaml", "- route: {id: a\n");
        var name = write("webhook.yml", "");
        var parameter = write("parameter.camel.yaml", """
                - route:
                    id: hook
                    from:
                      uri: direct
                      parameters:
                        name: hook-after-slices
                      steps: []
                """);

        assertThat(HookFiles.problems(home.resolve("routes/hooks")))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith(broken + " line 2: The file is not valid YAML: "),
                        problem -> assertThat(problem)
                                .isEqualTo(empty + " line 1: The file is empty. Delete it to remove its routes."),
                        problem -> assertThat(problem)
                                .isEqualTo(other + " line 2: Unknown hook: 'nothing'. Use one of before-normalize,"
                                        + " after-normalize, before-lake, before-stream, after-slice, after-run,"
                                        + " on-dead-letter."),
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        parameter + " line 6: Unknown hook: 'after-slices'. Did you mean after-slice?"),
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        name
                                                + " is not read. Rename it to webhook.camel.yaml, or move it to another folder."));
    }
}
