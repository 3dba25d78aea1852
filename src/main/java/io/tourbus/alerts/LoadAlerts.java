package io.tourbus.alerts;

import io.tourbus.alerts.Alert.Cause;
import io.tourbus.redshift.LoadResult;
import io.tourbus.warehouse.SkippedObject;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Raises an alert when scheduled loads of Redshift begin to fail or to leave objects out, and sends a recovery after the next
 * complete one. The route uses it as a bean.
 */
public final class LoadAlerts {

    /** The job of these alerts. */
    static final String SENDER = "redshift";

    private static final int MAX_OBJECTS = 10;

    private final Supplier<AlertSettings> settings;
    private final AlertOutbox outbox;
    private final Clock clock;

    public LoadAlerts(Supplier<AlertSettings> settings, AlertOutbox outbox, Clock clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Evaluates a load.
     *
     * @param result a {@link LoadResult}, unless the load failed
     * @param failure null if the load ended
     */
    public void onLoad(@Body Object result, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
        if (failure != null) {
            raise(Cause.FAILED, Cause.PARTIAL, List.of(String.valueOf(failure.getMessage())));
        } else if (result instanceof LoadResult load && load.incomplete()) {
            raise(Cause.PARTIAL, Cause.FAILED, problems(load));
        } else {
            var recovery = Alert.recovery(SENDER, null, clock.instant(), "The last load is complete.");
            outbox.change(
                    SENDER, state -> state.resolve(List.of(Cause.FAILED, Cause.PARTIAL), entity -> true, recovery));
        }
    }

    private static List<String> problems(LoadResult load) {
        var objects = Stream.concat(
                        load.missing().stream().map(object -> new SkippedObject(object, "missing")),
                        load.damaged().stream())
                .toList();
        var more = objects.size() - MAX_OBJECTS;
        return Stream.concat(
                        objects.stream()
                                .limit(MAX_OBJECTS)
                                .map(object -> "Not loaded: %s: %s".formatted(object.object(), object.reason())),
                        more > 0 ? Stream.of("and %d more objects".formatted(more)) : Stream.empty())
                .toList();
    }

    private void raise(Cause cause, Cause other, List<String> details) {
        var action =
                List.of("Run `tourbus redshift load` to repeat the load. The next scheduled load repeats it as well.");
        var alert = Alert.of(cause, SENDER, null, clock.instant(), details, action);
        outbox.change(SENDER, state -> {
            var kept = state.drop(other);
            return settings.get().on().contains(cause) ? kept.raise(cause, alert, null, Set.of()) : kept;
        });
    }
}
