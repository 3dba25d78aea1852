package io.tourbus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.stream.BatchLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String NAME = "tourbus.stream.name";
    private static final String TERMS = "tourbus.spotify.search-terms";
    private static final String FLAG = "tourbus.lake.unchanged";
    private static final String FLAG_OR_AUTO = "tourbus.lake.path-style";
    private static final String DAYS = "tourbus.run.near-days";
    private static final String PAGE = "tourbus.spotify.page-size";
    private static final String BACKOFF = "tourbus.retry.backoff-seconds";
    private static final String SINCE = "tourbus.run.since";

    @Test
    void readsValidValues() {
        var settings = settings(Map.of(
                NAME,
                " a ",
                TERMS,
                "a, b ,,a",
                DAYS,
                "7",
                BACKOFF,
                "1.5",
                FLAG,
                "true",
                SINCE,
                "2026-12-31",
                PAGE,
                "auto"));

        assertThat(settings.text(NAME)).contains("a");
        assertThat(settings.list(TERMS)).containsExactly("a", "b");
        assertThat(settings.number(DAYS)).isEqualTo(7);
        assertThat(settings.seconds(BACKOFF)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(settings.flag(FLAG)).isTrue();
        assertThat(settings.instant(SINCE)).contains(Instant.parse("2026-12-31T00:00:00Z"));
        assertThat(settings.numberOrAuto(PAGE)).isEmpty();
        assertThat(settings.hasProblems()).isFalse();
    }

    @Test
    void autoDependsOnTheEnvironment() {
        assertThat(settings(Map.of(FLAG_OR_AUTO, "auto")).flag(FLAG_OR_AUTO, true))
                .isTrue();
        assertThat(settings(Map.of(FLAG_OR_AUTO, "auto")).flag(FLAG_OR_AUTO, false))
                .isFalse();
        assertThat(settings(Map.of(FLAG_OR_AUTO, "false")).flag(FLAG_OR_AUTO, true))
                .isFalse();
    }

    @Test
    void blankAndMissingValuesAreEmpty() {
        assertThat(settings(Map.of(NAME, "  ")).text(NAME)).isEmpty();
        assertThat(settings(Map.of()).text(NAME)).isEmpty();
        assertThat(settings(Map.of()).list(TERMS)).isEmpty();
        assertThat(settings(Map.of()).instant(SINCE)).isEmpty();
    }

    @Test
    void aProblemNamesWhereTheValueIsSet() {
        var settings = new Settings(Map.of(DAYS, "x", NAME, " ")::get, key -> Optional.of("my.properties line 3"));

        assertThat(settings.number(DAYS)).isEqualTo(7);
        assertThat(settings.required(NAME)).isEqualTo("concert-data-stream");
        assertThat(settings.problems())
                .containsExactly(
                        DAYS + " is not valid: 'x', set in my.properties line 3. Use a whole number from 1 to 3660.",
                        NAME + " is blank or missing, set in my.properties line 3. Use a value that is not blank.");
    }

    @ParameterizedTest
    @CsvSource({
        "TOURBUS_RUN_NEAR_DAYS,TOURBUS_RUN_NEAR_DAYS is not valid: 'x'.",
        "--days,--days is not valid: 'x'.",
        "this command,'tourbus.run.near-days is not valid: ''x'', set by this command.'",
        "command line,'tourbus.run.near-days is not valid: ''x'', set on the command line.'",
        "the event,'tourbus.run.near-days is not valid: ''x'', set in the event.'"
    })
    void aProblemNamesTheSettingAsTheUserWroteIt(String origin, String problem) {
        var settings = new Settings(Map.of(DAYS, "x")::get, key -> Optional.of(origin));
        settings.number(DAYS);

        assertThat(settings.problems()).containsExactly(problem + " Use a whole number from 1 to 3660.");
    }

    @Test
    void aValueThatCannotBeResolvedIsReportedOnce() {
        var settings = new Settings(
                key -> {
                    throw new IllegalArgumentException("cannot be resolved");
                },
                key -> Optional.empty());
        settings.number(DAYS);
        settings.required(DAYS);
        settings.validate(DAYS);

        assertThat(settings.problems())
                .containsExactly(DAYS + " cannot be resolved. Correct the placeholder, or set the value itself.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                DAYS + "|''",
                DAYS + "|x",
                DAYS + "|0",
                DAYS + "|3661",
                DAYS + "|1.5",
                DAYS + "|99999999999",
                DAYS + "|auto",
                BACKOFF + "|''",
                BACKOFF + "|x",
                BACKOFF + "|0",
                BACKOFF + "|-1",
                BACKOFF + "|86401",
                "tourbus.spotify.base-url|''",
                "tourbus.spotify.base-url|api.example.com",
                "tourbus.spotify.base-url|ftp://h/p",
                "tourbus.spotify.base-url|http:// h",
                "tourbus.spotify.base-url|//host/path",
                FLAG + "|yes",
                FLAG + "|TRUE",
                FLAG + "|auto",
                FLAG_OR_AUTO + "|''",
                PAGE + "|51",
                SINCE + "|tomorrow",
                "tourbus.lake.encryption|AES256",
                "tourbus.lake.encryption|''",
                "tourbus.lake.storage-class|GLACIER",
                "tourbus.alerts.on|failed,lost",
                "tourbus.ticketmaster.countries|,",
                "tourbus.jobs.time-zone|Mars/Base",
                "tourbus.jobs.daily.cron|daily",
                "tourbus.jobs.daily.cron|''",
                "tourbus.state.folder|''"
            })
    void invalidValuesAreReported(String key, String value) {
        var settings = settings(Map.of(key, value));
        settings.validate(key);

        assertThatThrownBy(settings::check)
                .hasMessageStartingWith(
                        value.isEmpty() ? key + " is blank" : key + " is not valid: '" + value + "'. Use ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                DAYS + "|1",
                DAYS + "|3660",
                DAYS + "|+7",
                BACKOFF + "|0.001",
                BACKOFF + "|86400",
                "tourbus.spotify.base-url|http://h/p",
                PAGE + "|auto",
                PAGE + "|50",
                FLAG_OR_AUTO + "|auto",
                SINCE + "|''",
                SINCE + "|2026-12-31T18:00:00Z",
                "tourbus.lake.storage-class|''",
                "tourbus.alerts.on|''",
                "tourbus.alerts.on|late, failed",
                TERMS + "|,",
                "tourbus.jobs.time-zone|GMT",
                "tourbus.ticketmaster.segment-id|''",
                "tourbus.stream.cbor|auto"
            })
    void otherValuesAreAccepted(String key, String value) {
        var settings = settings(Map.of(key, value));
        settings.validate(key);

        settings.check();
    }

    @Test
    void allProblemsAreReportedTogether() {
        var settings = settings(Map.of());
        settings.validate("tourbus.retry.");

        assertThatThrownBy(settings::check)
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        problems -> assertThat(problems.problems()).hasSize(3));
    }

    @Test
    void aRecordOfTheLargestSizeFitsIntoABatch() {
        var largest = Integer.parseInt(SettingsTable.get("tourbus.stream.max-record-bytes")
                .column("max")
                .orElseThrow());

        assertThat(new BatchLimits(500, largest, largest, false).maxBytes()).isEqualTo(10 * 1024 * 1024);
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(values::get, key -> Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://user:pw@host/v1", "https://pw@host", "http://user:p/w@host", "ftp://user:pw@host"})
    void aUrlWithAPasswordIsNeitherAcceptedNorShown(String url) {
        var settings = new Settings(key -> url, key -> Optional.empty());
        settings.validate("tourbus.ticketmaster.base-url");

        assertThat(settings.problems())
                .singleElement()
                .asString()
                .contains("tourbus.ticketmaster.base-url is not valid", "://***@host", "without user and password")
                .doesNotContain("pw", "p/w");
    }
}
