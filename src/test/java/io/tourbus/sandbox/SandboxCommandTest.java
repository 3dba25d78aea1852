package io.tourbus.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.cli.exit.ExitCode;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.state.State;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxCommandTest {

    @TempDir
    private Path temporary;

    private final StringWriter err = new StringWriter();

    private int execute(Path folder, String... arguments) {
        return Sandbox.commandLine()
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(Stream.concat(Stream.of("--folder", folder.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private Path sandboxFolder() throws IOException {
        var folder = temporary.resolve("sandbox");
        SandboxFolder.open(folder, false).close();
        return folder;
    }

    private static State openState(Path folder) {
        return State.open("jdbc:h2:file:" + folder.resolve("state").resolve("state"), "", "");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--events -5 | --events -5 is not allowed. Use 0 to 1000000.",
                "--venues 0 | --venues 0 is not allowed. Use 1 to 1000000.",
                "--latency -1 | --latency -1 is not allowed. Use 0 to 3600000.",
                "--errors 101 | --errors 101 is not allowed. Use 0 to 100.",
                "--refuse -1 | --refuse -1 is not allowed. Use 0 to 100.",
                "--serve --port 65533 | --port 65533 is not allowed. Use 0 to 65532.",
                "--port 9000 | --port 9000 has no effect without --serve. Add --serve, or leave out --port.",
                "--artists ten" + " | Invalid value for option '--artists': 'ten' is not a whole number, or too large",
                "--serve daily | daily: --serve runs no job. Leave out the job, or --serve.",
                "dialy | Unknown job: 'dialy'. Did you mean daily?",
                "weekly | Unknown job: 'weekly'. Use one of daily, hourly, artist-refresh, venue-refresh, backfill."
            })
    void aWrongArgumentIsOneLineAndStartsNothing(String arguments, String message) {
        var folder = temporary.resolve("new");

        assertThat(execute(folder, arguments.split(" "))).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString().lines())
                .filteredOn(line -> !line.equals("Try 'tourbus sandbox --help'."))
                .containsExactly("tourbus: " + message);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aFolderThatTheSandboxHasNotCreatedIsLeftAlone() throws IOException {
        var data = Files.createDirectories(temporary.resolve("data"));
        var state = Files.createDirectories(data.resolve("state")).resolve("state.mv.db");
        Files.writeString(state, "the user's");

        assertThat(execute(data)).isEqualTo(ExitCode.USAGE);

        assertThat(err.toString().lines())
                .containsExactly(
                        "tourbus: --folder " + data + " was not created by the sandbox. Use an empty or a new folder.");
        assertThat(state).hasContent("the user's");
        assertThat(data).isDirectoryNotContaining("glob:**sandbox.lock");
    }

    @Test
    void aStateInUseIsNotDeleted() throws IOException {
        var folder = sandboxFolder();
        try (var state = openState(folder)) {
            state.keyValues().put("known", "yes", Instant.EPOCH);

            assertThat(execute(folder)).isEqualTo(ExitCode.TRY_LATER);

            assertThat(err.toString().lines())
                    .containsExactly("tourbus: Another Tourbus process uses the state in " + folder.resolve("state")
                            + ". Stop it, or use another folder (--folder).");
            assertThat(state.keyValues().get("known")).contains("yes");
        }
    }

    @Test
    void twoSandboxesCannotUseTheSameFolder() throws IOException {
        var folder = temporary.resolve("sandbox");
        try (var first = SandboxFolder.open(folder, false)) {
            assertThat(first.lake()).hasParentRaw(folder);
            assertThat(execute(folder)).isEqualTo(ExitCode.TRY_LATER);
        }

        assertThat(err.toString().lines())
                .containsExactly(
                        "tourbus: Another sandbox uses " + folder + ". Stop it, or use another folder (--folder).");
    }

    @Test
    void aJobStartsWithAnEmptyStateAndAllItsRecordsAreCopied() throws IOException {
        var folder = sandboxFolder();
        var old = Files.createDirectories(folder.resolve("state").resolve("dead-letters"))
                .resolve("old");
        Files.createFile(old);
        openState(folder).close();

        var arguments = List.of("venue-refresh", "--artists", "0", "--venues", "3", "--events", "0", "--unlimited");
        assertThat(execute(folder, arguments.toArray(String[]::new))).isEqualTo(ExitCode.COMPLETE);

        assertThat(old).doesNotExist();
        assertThat(Files.readAllLines(folder.resolve("stream.ndjson")))
                .hasSize(3)
                .allMatch(line -> line.contains("\"venue_id\""));
        assertThat(folder.resolve("lake").resolve(SandboxServers.BUCKET)).isNotEmptyDirectory();
    }

    @Test
    void theConnectionsAreThoseOfTheSandboxWhateverTheEnvironmentSays() throws IOException {
        var catalogue = new Catalogue(new Catalogue.Size(1, 0, 1, 0, LocalDate.of(2026, 11, 23)));
        try (var servers = new SandboxServers(catalogue, temporary.resolve("lake"), 0)) {
            var user = Map.of(
                    "TOURBUS_STATE_URL", "jdbc:postgresql://localhost/mine",
                    "TOURBUS_STATE_FOLDER", "/srv/mine",
                    "AWS_S3_BUCKET_RAW", "mine",
                    "API_SPOTIFY_BASE_URL", "https://api.spotify.com/v1",
                    "TOURBUS_SPOTIFY_TOP_TRACKS", "false");

            assertThat(servers.settings(user).values())
                    .containsEntry("tourbus.state.url", "")
                    .containsEntry(
                            "tourbus.state.folder", temporary.resolve("state").toString())
                    .containsEntry("tourbus.lake.bucket", SandboxServers.BUCKET)
                    .containsEntry(
                            "tourbus.spotify.base-url",
                            servers.spotify().baseUrl().toString())
                    .containsEntry("tourbus.spotify.top-tracks", "false");
            assertThat(servers.environment())
                    .containsEntry("TOURBUS_STATE_URL", "")
                    .containsEntry("AWS_DEFAULT_REGION", servers.environment().get("AWS_REGION"));
        }
    }
}
