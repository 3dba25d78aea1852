package io.tourbus.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tourbus.redshift.LoadResult;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.warehouse.SkippedObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadAlertsTest {

    private static final LoadResult COMPLETE = new LoadResult("l1", 2, 3, List.of(), List.of(), List.of());
    private static final LoadResult INCOMPLETE = new LoadResult(
            "l2", 0, 0, List.of("s3://b/k"), List.of(new SkippedObject("s3://b/m", "it is damaged")), List.of());

    private final State state = State.empty("");
    private final AlertOutbox outbox = new AlertOutbox(state.keyValues(), Duration.ofMinutes(1), Clock.systemUTC());

    @AfterEach
    void close() {
        state.close();
    }

    private List<String> sentAfter(LoadResult result, Exception failure, String... settings) {
        new LoadAlerts(() -> AlertSettings.read(Settled.with(settings)), outbox, Clock.systemUTC())
                .onLoad(result, failure);
        return outbox.due().stream()
                .peek(outbox::delivered)
                .map(alert -> "%s: %s".formatted(alert.subject(), String.join("; ", alert.details())))
                .toList();
    }

    @Test
    void loadsThatFailRaiseOneAlertUntilOneIsComplete() {
        var failure = new IllegalStateException("the workgroup does not exist");

        assertThat(sentAfter(COMPLETE, null)).isEmpty();
        assertThat(sentAfter(null, failure)).containsExactly("Tourbus: redshift failed: the workgroup does not exist");
        assertThat(sentAfter(null, failure)).isEmpty();
        assertThat(sentAfter(COMPLETE, null))
                .containsExactly("Tourbus: redshift has recovered: The last load is complete.");
    }

    @Test
    void aLoadThatLeavesObjectsOutNamesThem() {
        assertThat(sentAfter(INCOMPLETE, null))
                .containsExactly("Tourbus: redshift is incomplete: Not loaded: s3://b/k: missing;"
                        + " Not loaded: s3://b/m: it is damaged");
    }

    @Test
    void causesThatAreTurnedOffRaiseNothing() {
        assertThat(sentAfter(null, new IllegalStateException("x"), "tourbus.alerts.on", "partial"))
                .isEmpty();
    }
}
