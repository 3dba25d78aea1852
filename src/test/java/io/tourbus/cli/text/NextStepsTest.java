package io.tourbus.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.run.RunReport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextStepsTest {

    @ParameterizedTest
    @CsvSource({
        "complete, 0, ''",
        "complete, 3, next step: show dead letters (3): tourbus dead-letters list|next step: deliver dead letters again: tourbus dead-letters replay --all",
        "partial, 0, next step: read again what is missing: tourbus run daily",
        "partial, 1, next step: show dead letters (1): tourbus dead-letters list|next step: deliver dead letters again: tourbus dead-letters replay --all",
        "failed, 0, next step: find the cause: tourbus check",
        "cancelled, 0, next step: continue the run: tourbus resume"
    })
    void eachStepNamesTheCommand(String status, int deadLetters, String steps) {
        var report = RunReport.read("""
                {"run_id": "20261123T020000Z-daily-1f0c", "job": "daily", "status": "%s", "duration_ms": 1,
                 "sources": [{"source": "ticketmaster", "entity": "venues", "counts": {"dead_letters": %d}}], "queries": [], "notes": []}
                """.formatted(status, deadLetters));

        assertThat(String.join("|", NextSteps.after(report))).isEqualTo(steps);
    }
}
