package io.tourbus.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepsTest {

    @ParameterizedTest
    @CsvSource({
        "complete, 0, 0, '', ''",
        "complete, 0, 3, '', next step: show dead letters (3): tourbus dead-letters list|next step: deliver dead letters again: tourbus dead-letters replay --all",
        "partial, 2, 0, '', next step: read again what is missing: tourbus run backfill",
        "partial, 2, 0, --since 2027-01-01 --until 2027-02-01, next step: read again what is missing: tourbus run backfill --since 2027-01-01 --until 2027-02-01",
        "partial, 2, 0, --limit 3, ''",
        "partial, 0, 0, --cities Atlantis, ''",
        "partial, 0, 1, '', next step: show dead letters (1): tourbus dead-letters list|next step: deliver dead letters again: tourbus dead-letters replay --all",
        "failed, 0, 0, '', next step: find the cause: tourbus check",
        "cancelled, 0, 0, '', next step: continue the run: tourbus resume"
    })
    void eachStepNamesTheCommand(String status, int missing, int deadLetters, String options, String steps) {
        var report = RunReport.read("""
                {"run_id": "20261123T020000Z-backfill-1f0c", "job": "backfill", "status": "%s", "duration_ms": 1,
                 "sources": [{"source": "ticketmaster", "entity": "venues", "counts": {"missing": %d, "dead_letters": %d}}],
                 "queries": [], "notes": []}
                """.formatted(status, missing, deadLetters));

        assertThat(String.join("|", NextSteps.after(report, options))).isEqualTo(steps);
    }
}
