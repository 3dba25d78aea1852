package io.tourbus.sink;

import io.tourbus.settings.Settings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connected sinks, in the order in which dead letters are redelivered to them. */
public final class Sinks {

    private final Map<String, Sink.Connection> connections = new LinkedHashMap<>();
    private final List<String> counters;

    /** @param configurations by name, for each of the sinks */
    public Sinks(Collection<Sink> sinks, Map<String, Sink.Configuration> configurations, Sink.Context context) {
        sinks.forEach(sink ->
                connections.put(sink.name(), configurations.get(sink.name()).connect(context)));
        counters = sinks.stream().flatMap(sink -> sink.counters().stream()).toList();
    }

    /** Reads the settings of sinks. */
    public static Map<String, Sink.Configuration> read(Collection<Sink> sinks, Settings settings) {
        Map<String, Sink.Configuration> configurations = new LinkedHashMap<>();
        sinks.forEach(sink -> configurations.put(sink.name(), sink.read(settings)));
        return configurations;
    }

    public List<String> names() {
        return List.copyOf(connections.keySet());
    }

    /** The names of all other sinks. */
    public List<String> except(String name) {
        return names().stream().filter(other -> !other.equals(name)).toList();
    }

    public Sink.Connection get(String name) {
        return Optional.ofNullable(connections.get(name))
                .orElseThrow(() -> new IllegalArgumentException("There is no sink '%s'.".formatted(name)));
    }

    public Collection<Sink.Connection> connections() {
        return connections.values();
    }

    /** Whether reports contain a counter. */
    public boolean counts(String counter) {
        return counters.contains(counter);
    }
}
