package io.tourbus.described;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.cli.TourbusCommand;
import io.tourbus.described.ApiServer.Response;
import io.tourbus.settings.SettingsTable;
import io.tourbus.testing.HomeFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tourbus source try}, which requests one page. */
class SourceTryTest {

    private static final String DESCRIPTION = """
            title: Shows
            base-url: %s
            authentication: {kind: none}
            millis-per-request: 2
            pagination: {kind: last-id, parameter: after, id: %s, more: /more}
            entities:
              artists: {path: /artists, id: /code, map: {name: /name}}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void leave() {
        HomeFolder.leave();
        SettingsTable.declare(List.of());
    }

    private int attempt(String id) throws IOException {
        HomeFolder.live(folder);
        try (var api = new ApiServer(
                request -> Response.of(
                        200,
                        "{\"artists\": [{\"code\": 7, \"name\": \" Ann \", \"plays\": 3}, {\"name\": \"Bob\"}, {\"code\": 8}], \"more\": true}"))) {
            var file = Files.writeString(folder.resolve("shows.source.yaml"), DESCRIPTION.formatted(api.url(), id));
            return TourbusCommand.commandLine("source", "try", file.toString())
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute("source", "try", file.toString());
        }
    }

    @Test
    void recordsRejectsTheNextPageAndUnmappedFieldsAreShown() throws IOException {
        assertThat(attempt("/code")).as(err.toString()).isZero();

        assertThat(out.toString())
                .contains("\"artist_id\":\"shows_7\",\"name\":\"Ann\"")
                .endsWith("""

                        a run requests the next page
                        2 records, 1 rejected, 1 fields that no record contains
                        field   example
                        /plays  3
                        """);
        assertThat(err.toString()).isEqualTo("tourbus: rejected: no id\n");
    }

    @Test
    void aResultWithoutTheIdForTheNextPageIsAnError() throws IOException {
        assertThat(attempt("/id")).isEqualTo(1);

        assertThat(err.toString())
                .isEqualTo("tourbus: The last result of a page has no ID at /id."
                        + " The next page needs it: correct pagination.id.\n");
        assertThat(out.toString()).isEmpty();
    }
}
