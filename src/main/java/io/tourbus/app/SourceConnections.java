package io.tourbus.app;

import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.app.settings.AllSettings;
import io.tourbus.model.Entity;
import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.source.PerformerRegistry;
import io.tourbus.source.Source;
import io.tourbus.source.Source.Connection;
import io.tourbus.source.SourceContext;
import io.tourbus.source.SourceSettings;
import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.RouteThrottle;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader;
import io.tourbus.state.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * All sources, connected to Camel with their limits.
 *
 * @param readers of the sources with credentials
 * @param controls the limits of each source
 * @param performers of the events that the sources read
 * @param notes why sources are skipped, for the run report
 */
record SourceConnections(
        SortedMap<String, Connection> byName,
        SortedMap<String, Reader> readers,
        SortedMap<String, SourceControl> controls,
        PerformerRegistry performers,
        List<String> notes) {

    /**
     * @param current supplies the current settings
     * @param limits the state with the rates and quotas that all processes share
     */
    static SourceConnections connect(
            Collection<Source> sources,
            CamelContext camel,
            Supplier<AllSettings> current,
            State state,
            State limits,
            Clock clock) {
        var performers = performers(current.get().sources().values(), state, clock);
        var all =
                new SourceConnections(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), performers, new ArrayList<>());
        Supplier<Duration> longestWait = () -> current.get().run().longestWait();
        for (var source : sources) {
            var name = source.name();
            var settings = current.get().sources().get(name);
            var quota = new DailyQuota(name, settings.requestsPerDay(), limits.usage(), limits.blocks(), clock);
            var throttle = new RouteThrottle(name);
            camel.getCamelContextExtension().addInterceptStrategy(throttle);
            var limiter = new AdaptiveRateLimiter(name, throttle::millis, throttle::millis);
            var context = SourceContext.of(
                    camel,
                    quota,
                    limiter,
                    limits.rate(name, settings.account()),
                    performers,
                    longestWait,
                    current.get().responses(),
                    state,
                    clock);
            var connection = source.connect(
                    context, settings, () -> current.get().sources().get(name));
            var concurrency = new ConcurrencyLimiter(
                    settings.slicesAtOnce(),
                    settings.maxSlicesAtOnce(),
                    limiter::millis,
                    Runtime.getRuntime().maxMemory());
            all.byName.put(name, connection);
            if (settings.configured() || !settings.optional()) {
                all.controls.put(name, new SourceControl(throttle, quota, concurrency));
            }
            if (settings.configured()) {
                all.readers.put(name, new Reader(connection.plan(), quota, concurrency, context.pacer()::pauseMillis));
            } else if (!settings.optional() && current.get().run().selects(name)) {
                var variables = settings.credentialVariables();
                all.notes.add("%s: skipped: %s %s not set"
                        .formatted(name, String.join(" and ", variables), variables.size() == 1 ? "is" : "are"));
            }
        }
        return all;
    }

    private static PerformerRegistry performers(Collection<SourceSettings> settings, State state, Clock clock) {
        var matching = settings.stream().filter(SourceSettings::matchPerformers).toList();
        return new PerformerRegistry(
                state.artists(),
                state.linkedIds(),
                matching.isEmpty() ? Optional.empty() : Optional.of(state.matches()),
                clock,
                matching.stream().anyMatch(SourceSettings::configured));
    }

    /** The reader of a slice; {@code null} if there is none. */
    SliceReader reader(Slice slice) {
        var connection = byName.get(slice.source());
        return connection == null ? null : connection.readers().get(slice.reader());
    }

    SliceReader normalizer(String source, Entity entity) {
        return byName.get(source).normalizers().get(entity);
    }

    Map<String, Set<Entity>> entities() {
        Map<String, Set<Entity>> entities = new HashMap<>();
        byName.forEach((source, connection) -> entities.put(source, connection.entities()));
        return entities;
    }
}
