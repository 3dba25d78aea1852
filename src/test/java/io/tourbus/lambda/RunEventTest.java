package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.job.Job;
import io.tourbus.operations.InvalidOptionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunEventTest {

    @Test
    void ignoresOptionsThatAreNull() throws IOException {
        var request = read("{\"job_type\": \"hourly\", \"since\": null, \"limit\": 5, \"only\": \"spotify\"}");

        assertThat(request.job()).isEqualTo(Job.HOURLY);
        assertThat(request.settings())
                .containsAllEntriesOf(Map.of("tourbus.run.limit", "5", "tourbus.run.only", "spotify"))
                .doesNotContainKey("tourbus.run.since");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"job_type\": null} | 'job_type' is null. Set it to a job, or remove it.",
                "{\"job\": null} | 'job' is null. Set it to a job, or remove it.",
                "{\"job_type\": \"backfill\", \"since\": null, \"until\": null} | backfill requires 'since' and 'until'. Add both.",
                "{\"job_type\": \"backfill\", \"since\": \"2026-12-01\"} | backfill requires 'since' and 'until'. Add both.",
                "{\"job_type\": \"daily\"} {\"job_type\": \"hourly\"} | The event is not valid JSON.",
                "{\"job_type\": \"daily\"} x | The event is not valid JSON.",
                "{\"set\": {\"tourbus.ticketmaster.base-url\": \"http://attacker.example/\"}} | Unknown field: 'set'. Use job_type, job, artists, cities, countries, full, limit, only, since, until.",
                "{\"camel.main.routes-include-pattern\": \"http://attacker.example/\"} | Unknown field: 'camel.main.routes-include-pattern'. Use job_type, job, artists, cities, countries, full, limit, only, since, until.",
                "{\"artists-file\": \"/proc/self/environ\"} | Unknown field: 'artists-file'. Use job_type, job, artists, cities, countries, full, limit, only, since, until.",
                "{\"cities\": \"{{env:API_SPOTIFY_CLIENT_SECRET}}\"} | 'cities' contains '{{'. Write the value itself.",
                "{\"cities\": [\"London\", \"{{env:HOME}}\"]} | 'cities' contains '{{'. Write the value itself.",
                "{\"job\": \"venue-refresh\", \"since\": \"2026-12-01\"} | 'since' has no effect on venue-refresh. Use it with daily, hourly, backfill.",
                "{\"job\": \"hourly\", \"artists\": [\"4Z8W4fKeB5YxbusRsdQVPb\"]} | 'artists' has no effect on hourly. Use it with daily, artist-refresh.",
                "{\"detail\": \"{} {}\"} | The field 'detail' of the event is not valid JSON."
            },
            quoteCharacter = '`')
    void rejectsInvalidEventsWithOneLine(String event, String message) {
        assertThatExceptionOfType(InvalidOptionException.class)
                .isThrownBy(() -> read(event))
                .withMessage(message);
    }

    private static RunEvent read(String event) throws IOException {
        return RunEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }
}
