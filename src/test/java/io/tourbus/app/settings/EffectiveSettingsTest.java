package io.tourbus.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.app.Modules;
import io.tourbus.app.settings.EffectiveSettings.Line;
import io.tourbus.settings.ConfigurationException;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.settings.SettingsTable;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {

    private final Map<String, String> environment = Map.of(
            "API_TICKETMASTER_API_KEY", "hush",
            "TOURBUS_STATE_URL", "jdbc:postgresql://host/name?user=me&password=hush&ssl=true",
            "API_RETRY_ATTEMPTS", "7");

    @Test
    void allSettingsAreShownWithTheirOriginsAndWithoutSecrets() {
        var lines = EffectiveSettings.read(SettingsOverrides.of(
                        Map.of("tourbus.jobs.scheduled", "true"), environment, Map.of("tourbus.run.near-days", "2")))
                .lines();

        assertThat(lines)
                .extracting(Line::key)
                .containsExactlyElementsOf(SettingsTable.tourbus().keySet());
        assertThat(lines)
                .contains(
                        new Line("tourbus.retry.attempts", "7", "API_RETRY_ATTEMPTS"),
                        new Line("tourbus.run.near-days", "2", "command line"),
                        new Line("tourbus.jobs.scheduled", "true", "this command"),
                        new Line("tourbus.ticketmaster.api-key", "(hidden)", "API_TICKETMASTER_API_KEY"),
                        new Line("tourbus.spotify.client-secret", "", "default"),
                        new Line(
                                "tourbus.state.url",
                                "jdbc:postgresql://host/name?user=me&password=***&ssl=true",
                                "TOURBUS_STATE_URL"))
                .noneMatch(line -> line.value().contains("hush"));
    }

    @Test
    void credentialsInTheDatabaseUrlAreHidden() {
        var url = Map.of("TOURBUS_STATE_URL", "jdbc:postgresql://me:hush@host/name");

        assertThat(EffectiveSettings.read(SettingsOverrides.of(Map.of(), url, Map.of()))
                        .lines())
                .contains(new Line("tourbus.state.url", "jdbc:postgresql://***@host/name", "TOURBUS_STATE_URL"))
                .noneMatch(line -> line.value().contains("hush"));
    }

    @Test
    void processesAnnounceOnlySlicesThatTheyShare() {
        var queue = Map.of("API_TICKETMASTER_API_KEY", "key", "TOURBUS_RUN_SLICE_QUEUE", "secret queue");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(queue))
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly(
                                "TOURBUS_RUN_SLICE_QUEUE has no effect, because slices are not shared. Set"
                                        + " tourbus.run.share-slices to true, or remove the queue.",
                                "TOURBUS_RUN_SLICE_QUEUE is not the URI of a Camel endpoint. Use a URI such as"
                                        + " aws2-sqs:tourbus-slices?region=eu-west-1."));
    }

    private static void read(Map<String, String> environment) {
        SettingsFile.read(SettingsOverrides.of(Map.of(), environment, Map.of()), settings -> {
            AllSettings.read(settings, Modules.STANDARD.sources(), false);
            settings.check();
            return settings;
        });
    }

    @Test
    void processesCanShareSlicesOnlyInPostgresql() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read(Map.of("API_TICKETMASTER_API_KEY", "key", "TOURBUS_RUN_SHARE_SLICES", "true")))
                .withMessage(
                        "TOURBUS_RUN_SHARE_SLICES needs a state in PostgreSQL. Set tourbus.state.url, or set tourbus.run.share-slices to false.");
    }

    @Test
    void anUnknownPlaceholderIsAProblemAndASecretIsNotFetched() {
        var settings = EffectiveSettings.read(SettingsOverrides.of(
                Map.of(),
                Map.of("API_SPOTIFY_CLIENT_SECRET", "{{aws:spotify#secret}}"),
                Map.of("tourbus.lake.bucket", "{{nothing}}-raw")));

        assertThat(settings.problems())
                .containsExactly(
                        "tourbus.lake.bucket refers to an unknown setting: {{nothing}}, set on the command line."
                                + " Correct the placeholder, or set the value itself.");
        assertThat(settings.lines())
                .contains(new Line("tourbus.spotify.client-secret", "(hidden)", "API_SPOTIFY_CLIENT_SECRET"));
    }
}
