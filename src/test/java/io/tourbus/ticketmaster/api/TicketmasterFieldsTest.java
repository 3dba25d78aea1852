package io.tourbus.ticketmaster.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.source.page.JsonFields;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketmasterFieldsTest {

    private static JsonFields fields(String text) {
        return JsonFields.of(new ObjectMapper().createObjectNode().put("at", text));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T02:00:00Z, 2026-03-01T02:00:00Z",
        "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
        "2026-12-31T24:00:00Z, 2027-01-01T00:00:00Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
        "2026-03-01T02:00:00.000Z, 2026-03-01T02:00:00Z",
        "2026-03-01T02:00:00+01:00, 2026-03-01T01:00:00Z",
        "1901-01-01T00:00:00Z, 1901-01-01T00:00:00Z"
    })
    void parsesInstantsLikeJava(String text, String instant) {
        assertThat(TicketmasterFields.instant(fields(text), "at")).isEqualTo(instant);
        assertThat(TicketmasterFields.moment(fields(text), "at")).isEqualTo(Instant.parse(instant));
    }

    @Test
    void parsesTheCommonFormatLikeJava() {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++) {
            var instant = Instant.parse("1901-01-01T00:00:00Z").plusSeconds(random.nextLong(8_000_000_000L));

            assertThat(TicketmasterFields.moment(fields(instant.toString()), "at"))
                    .isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1900-01-01T06:00:00Z",
                "0000-00-00T00:00:00Z",
                "2025-02-29T20:00:00Z",
                "2026-13-01T20:00:00Z",
                "2026-03-01T20:60:00Z",
                "2026-03-01T25:00:00Z",
                "2026-03-01 20:00:00Z",
                "2026-03-01T20:00:00z!",
                "2026-03-01",
                "tomorrow",
                "",
                "२०२६-03-01T20:00:00Z"
            })
    void malformedInstantsAreNull(String text) {
        assertThat(TicketmasterFields.moment(fields(text), "at")).isNull();
        assertThat(TicketmasterFields.instant(fields(text), "at")).isNull();
    }

    @Test
    void missingInstantsAreNull() {
        assertThat(TicketmasterFields.instant(fields(null), "at")).isNull();
    }
}
