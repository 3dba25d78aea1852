package io.tourbus.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.warehouse.quality.QualityReport;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.quality.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QualityAlertsTest {

    private final State state = State.empty("");
    private final AlertOutbox outbox = new AlertOutbox(state.keyValues(), Duration.ofMinutes(1), Clock.systemUTC());
    private final AlertSettings settings = AlertSettings.read(Settled.with());

    @AfterEach
    void close() {
        state.close();
    }

    private static RuleResult failing(String rule, Severity severity) {
        return new RuleResult(rule, "venues", "not-null", severity, false, 400, 6, 1.5, 1, "v1", "Venues have a name.");
    }

    private List<String> sentAfter(RuleResult... results) {
        var report = new QualityReport(List.of(results));
        new QualityAlerts(settings, outbox).onChecked(report, Instant.now());
        List<String> sent = new ArrayList<>();
        for (var alert : outbox.due()) {
            outbox.delivered(alert);
            sent.add(alert.alert()
                    + alert.details().stream()
                            .map(text -> " " + text.split("[: ]")[0])
                            .toList());
        }
        return sent;
    }

    @Test
    void aRuleRaisesOneAlertUntilItPasses() {
        var names = failing("names", Severity.ERROR);
        var cities = failing("cities", Severity.ERROR);

        assertThat(sentAfter(names)).containsExactly("quality[ names]");
        assertThat(sentAfter(names)).isEmpty();
        assertThat(sentAfter(names, cities)).containsExactly("quality[ names,  cities]");
        assertThat(sentAfter(cities)).isEmpty();
        assertThat(sentAfter()).containsExactly("well[ No]");
        assertThat(sentAfter()).isEmpty();
    }

    @Test
    void severitiesHaveAlertsOfTheirOwn() {
        assertThat(sentAfter(failing("a", Severity.WARNING), failing("b", Severity.ERROR)))
                .containsExactlyInAnyOrder("quality-warning[ a]", "quality[ b]");
        assertThat(sentAfter(failing("a", Severity.WARNING))).containsExactly("well[ No]");
    }

    @Test
    void causesThatAreOffRaiseNoAlert() {
        var off = AlertSettings.read(Settled.with("tourbus.alerts.on", "quality-warning"));
        var report = new QualityReport(List.of(failing("b", Severity.ERROR)));
        new QualityAlerts(off, outbox).onChecked(report, Instant.now());

        assertThat(QualityAlerts.raises(off, report)).isFalse();
        assertThat(QualityAlerts.raises(settings, report)).isTrue();
        assertThat(outbox.hasDue()).isFalse();
    }

    @Test
    void theTextNamesRuleRowsAndAnExample() {
        assertThat(failing("names", Severity.ERROR).text())
                .isEqualTo(
                        "names: 6 of 400 venues violate it (1.5 percent, allowed 1), for example v1. Venues have a name.");
    }
}
