package io.tourbus.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.settings.Settings;
import io.tourbus.settings.SettingsOverrides;
import io.tourbus.testing.Settled;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunSettingsTest {

    @Test
    void swappedDatesAreReportedWithTheNamesAndValuesThatTheUserTyped() {
        var values = Settled.shipped();
        values.setProperty("tourbus.run.since", "2026-11-01");
        values.setProperty("tourbus.run.until", "2026-10-01");
        var settings = new Settings(values::getProperty, key -> Optional.of(SettingsOverrides.option(key)));

        RunSettings.read(settings);

        assertThat(settings.problems())
                .containsExactly("--until is not valid: '2026-10-01'. Use a time after 2026-11-01 (--since).");
    }
}
