package io.tourbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport;
import io.tourbus.run.RunReport.QueryLine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTableTest {

    @Test
    void queriesThatWereNotAskedForOneReasonAreALine() {
        var notAsked = Stream.of("AU", "CA", "DE", "GB", "SE")
                .map(country ->
                        query("events " + country, 0, Map.of("slice-" + country, "50 % of the day are used up")));
        var lacking = query("venues US", 10, Map.of("venues-us", "1 of 10 not handed out"));
        var report = new RunReport(
                "run",
                "daily",
                RunReport.Status.PARTIAL,
                "2026-11-25T02:00:00Z",
                1_000,
                List.of(),
                Stream.concat(notAsked, Stream.of(lacking)).toList(),
                List.of());

        assertThat(ReportTable.format(report).lines())
                .contains(
                        "0 of 6 queries complete",
                        "ticketmaster: nothing of events AU, events CA, events DE and 2 more: 50 % of the day are used up")
                .anyMatch(line -> line.startsWith("ticketmaster: incomplete: venues US: 10 there, 9 came"));
    }

    private static QueryLine query(String title, long said, Map<String, String> missing) {
        return new QueryLine(
                "ticketmaster", "events", title, said, said, Math.max(0, said - 1), false, missing.isEmpty(), missing);
    }
}
