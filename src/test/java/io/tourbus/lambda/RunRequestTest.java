package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.job.Job;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunRequestTest {

    @Test
    void anOptionThatIsNullIsNotSaid() throws IOException {
        var order = read("{\"job_type\": \"hourly\", \"since\": null, \"limit\": 5, \"only\": \"spotify\"}");

        assertThat(order.job()).isEqualTo(Job.HOURLY);
        assertThat(order.settings())
                .containsAllEntriesOf(Map.of("tourbus.run.limit", "5", "tourbus.run.only", "spotify"))
                .doesNotContainKey("tourbus.run.since");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"job_type\": null} | 'job_type' is null: name a job, or leave it out",
                "{\"job\": null} | 'job' is null: name a job, or leave it out",
                "{\"job_type\": \"backfill\", \"since\": null, \"until\": null} | backfill wants since and until",
                "{\"job_type\": \"backfill\", \"since\": \"2026-12-01\"} | backfill wants since and until",
                "{\"job_type\": \"daily\"} {\"job_type\": \"hourly\"} | the event is no JSON",
                "{\"job_type\": \"daily\"} x | the event is no JSON",
                "{\"detail\": \"{} {}\"} | the detail of the event is no JSON"
            },
            quoteCharacter = '`')
    void anEventThatCannotBeUnderstoodIsToldInALine(String event, String message) {
        assertThatExceptionOfType(EventException.class)
                .isThrownBy(() -> read(event))
                .withMessage(message);
    }

    private static RunRequest read(String event) throws IOException {
        return RunRequest.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }
}
