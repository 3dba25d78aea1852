package io.tourbus.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTableTest {

    @Test
    void queriesThatWereNotReadForTheSameReasonShareALine() {
        var notRead = Stream.of("AU", "CA", "DE", "GB", "SE")
                .map(country ->
                        query("events " + country, 0, Map.of("slice-" + country, "50 % of the day are used up")));
        var incomplete = query("venues US", 10, Map.of("venues-us", "1 of 10 not returned"));
        var report = new RunReport(
                "run",
                "daily",
                RunReport.Status.PARTIAL,
                "2026-11-25T02:00:00Z",
                1_000,
                List.of(),
                Stream.concat(notRead, Stream.of(incomplete)).toList(),
                List.of(),
                null);

        assertThat(ReportTable.format(report).lines())
                .contains(
                        "0 of 6 queries complete",
                        "ticketmaster: not read: events AU, events CA, events DE and 2 more: 50 % of the day are used up")
                .anyMatch(line -> line.startsWith("ticketmaster: incomplete: venues US: 10 reported, 9 received"));
    }

    private static QueryLine query(String title, long reported, Map<String, String> missing) {
        return new QueryLine(
                "ticketmaster",
                "events",
                title,
                reported,
                reported,
                Math.max(0, reported - 1),
                false,
                missing.isEmpty(),
                missing,
                0);
    }
}
