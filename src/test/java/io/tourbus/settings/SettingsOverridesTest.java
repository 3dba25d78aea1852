package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Precedence of the sources of settings, and errors for unknown names. */
class SettingsOverridesTest {

    private static final String ATTEMPTS = "tourbus.retry.attempts";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void laterSourcesTakePrecedence() throws IOException {
        file("# mine\n%s = 1\n".formatted(ATTEMPTS));
        assertSet(overrides(Map.of(), Map.of()), "1", folder.resolve("my.properties") + " line 2");

        assertSet(overrides(Map.of(ATTEMPTS, "2"), Map.of()), "2", "this command");

        environment.put("API_RETRY_ATTEMPTS", "3");
        assertSet(overrides(Map.of(ATTEMPTS, "2"), Map.of()), "3", "API_RETRY_ATTEMPTS");

        environment.put("TOURBUS_RETRY_ATTEMPTS", "4");
        assertSet(overrides(Map.of(ATTEMPTS, "2"), Map.of()), "4", "TOURBUS_RETRY_ATTEMPTS");

        assertSet(overrides(Map.of(ATTEMPTS, "2"), Map.of(ATTEMPTS, "5")), "5", "command line");
    }

    @Test
    void aDefaultHasNoOrigin() {
        assertThat(overrides(Map.of(), Map.of()).origin(ATTEMPTS)).isEmpty();
        assertThat(overrides(Map.of(), Map.of()).values()).isEmpty();
    }

    @Test
    void anUnknownNameIsReportedWithItsOriginAndASuggestion() throws IOException {
        file("tourbus.run.near-days = 3\n\n  tourbus.retry.atempts: 1\n");
        environment.put("TOURBUS_SPOTIFY_PAGESIZE", "10");
        environment.put("API_SPOTIFY_CLIENT_SECERT", "x");

        assertThat(overrides(Map.of(), Map.of("torbus.lake.bucket", "b", "tourbus.nothing.like-it", "1"))
                        .problems())
                .containsExactlyInAnyOrder(
                        "Unknown setting: tourbus.retry.atempts, set in %s line 3. Did you mean tourbus.retry.attempts?"
                                .formatted(folder.resolve("my.properties")),
                        "Unknown environment variable: TOURBUS_SPOTIFY_PAGESIZE. Did you mean TOURBUS_SPOTIFY_PAGE_SIZE?",
                        "Unknown environment variable: API_SPOTIFY_CLIENT_SECERT. Did you mean API_SPOTIFY_CLIENT_SECRET?",
                        "Unknown setting: torbus.lake.bucket, set on the command line. Did you mean tourbus.lake.bucket?",
                        "Unknown setting: tourbus.nothing.like-it, set on the command line. See docs/settings.md.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOURBUS_HOME",
                "TOURBUS_LOG_LEVEL",
                "TOURBUS_SERVICE_HOST",
                "TOURBUS_PORT_8080_TCP_ADDR",
                "AWS_REGION",
                "API_TICKETMASTER_API_KEY",
                "PATH"
            })
    void otherVariablesAreIgnored(String name) {
        environment.put(name, "x");

        assertThat(overrides(Map.of(), Map.of()).problems()).isEmpty();
    }

    @Test
    void settingsOfCamelAndOfUserRoutesAreAccepted() throws IOException {
        file("camel.main.name = mine\ncamel.main.shutdownTimeout = 9\nmy.own.thing = 1\n");

        var overrides = overrides(Map.of(), Map.of());

        assertThat(overrides.problems()).isEmpty();
        assertThat(overrides.values()).containsEntry("my.own.thing", "1").containsEntry("camel.main.name", "mine");
    }

    @ParameterizedTest
    @CsvSource({
        "API_SPOTIFY_CLIENT_SECRET_FILE,tourbus.spotify.client-secret",
        "API_TICKETMASTER_API_KEY_FILE,tourbus.ticketmaster.api-key",
        "TOURBUS_STATE_PASSWORD_FILE,tourbus.state.password"
    })
    void aSecretCanBeReadFromAFile(String variable, String key) throws IOException {
        environment.put(
                variable, Files.writeString(folder.resolve("secret"), "hush\n").toString());

        var overrides = overrides(Map.of(), Map.of());

        assertThat(overrides.problems()).isEmpty();
        assertThat(overrides.values().getProperty(key)).isEqualTo("hush");
        assertThat(overrides.origin(key)).contains(variable);
    }

    @Test
    void aBlankFileVariableIsIgnored() {
        environment.put("API_SPOTIFY_CLIENT_SECRET_FILE", " ");
        environment.put("API_SPOTIFY_CLIENT_SECRET", "hush");

        var overrides = overrides(Map.of(), Map.of());

        assertThat(overrides.problems()).isEmpty();
        assertThat(overrides.origin("tourbus.spotify.client-secret")).contains("API_SPOTIFY_CLIENT_SECRET");
    }

    @Test
    void missingFilesAndDuplicateSecretsAreReportedWithoutTheSecret() {
        environment.put("API_SPOTIFY_CLIENT_SECRET_FILE", folder.resolve("none").toString());
        environment.put("API_SPOTIFY_CLIENT_SECRET", "hush");
        environment.put(
                SettingsOverrides.FILE, folder.resolve("missing.properties").toString());

        assertThat(overrides(Map.of(), Map.of()).problems())
                .hasSize(3)
                .noneMatch(line -> line.contains("hush"))
                .contains("The file of TOURBUS_CONFIG cannot be read: %s (no such file). Correct the path."
                        .formatted(folder.resolve("missing.properties")))
                .contains(
                        "The file of API_SPOTIFY_CLIENT_SECRET_FILE cannot be read: %s (no such file). Correct the path."
                                .formatted(folder.resolve("none")))
                .contains(
                        "API_SPOTIFY_CLIENT_SECRET and API_SPOTIFY_CLIENT_SECRET_FILE are both set. Set only one of them.");
    }

    @Test
    void aVariableWhoseCharactersWereLostIsReportedWithoutItsValue() {
        environment.put("TOURBUS_TICKETMASTER_CITIES", "K\uFFFD\uFFFDln");

        assertThat(overrides(Map.of(), Map.of()).problems())
                .containsExactly(
                        "TOURBUS_TICKETMASTER_CITIES has characters that cannot be read in the character set of the"
                                + " locale (%s). Set LC_ALL=C.UTF-8."
                                        .formatted(System.getProperty("sun.jnu.encoding")));
    }

    private void file(String text) throws IOException {
        environment.put(
                SettingsOverrides.FILE,
                Files.writeString(folder.resolve("my.properties"), text).toString());
    }

    private SettingsOverrides overrides(Map<String, String> command, Map<String, String> set) {
        return SettingsOverrides.of(command, environment, set);
    }

    private static void assertSet(SettingsOverrides overrides, String value, String origin) {
        assertThat(overrides.problems()).isEmpty();
        assertThat(overrides.values().getProperty(ATTEMPTS)).isEqualTo(value);
        assertThat(overrides.origin(ATTEMPTS)).contains(origin);
    }
}
