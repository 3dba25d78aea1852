package io.tourbus.sink;

import io.tourbus.aws.AwsClients;
import io.tourbus.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connected sinks, in the order in which dead letters are redelivered to them. */
public final class Sinks {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final Map<String, Sink.Connection> connections = new LinkedHashMap<>();
    private final List<String> counters;
    private final Sink.Context context;
    private volatile Map<String, Long> destinations = Map.of();

    /** @param configurations by name, for each of the sinks */
    public Sinks(Collection<Sink> sinks, Map<String, Sink.Configuration> configurations, Sink.Context context) {
        sinks.forEach(sink ->
                connections.put(sink.name(), configurations.get(sink.name()).connect(context)));
        this.context = context;
        counters = sinks.stream().flatMap(sink -> sink.counters().stream()).toList();
    }

    /** Reads the settings of sinks. */
    public static Map<String, Sink.Configuration> read(Collection<Sink> sinks, Settings settings) {
        Map<String, Sink.Configuration> configurations = new LinkedHashMap<>();
        sinks.forEach(sink -> configurations.put(sink.name(), sink.read(settings)));
        return configurations;
    }

    /** Creates the clients of the sinks, which can take half of the time until the state is open. */
    public static Map<String, Sink.Configuration> prepare(
            Map<String, Sink.Configuration> configurations, AwsClients aws) {
        Map<String, Sink.Configuration> prepared = new LinkedHashMap<>();
        configurations.forEach((name, configuration) -> prepared.put(name, configuration.prepare(aws)));
        return prepared;
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

    /**
     * Finds out where each sink delivers to now, before a run.
     *
     * @return the problems of sinks that accept nothing until somebody changes that
     */
    public synchronized List<String> locate() {
        Map<String, Long> found = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (var name : connections.keySet()) {
            var destination = connections.get(name).destination();
            destination.problem().ifPresent(problems::add);
            found.put(name, 1L << number(name, found.size(), destination));
        }
        destinations = Map.copyOf(found);
        return problems;
    }

    private int number(String sink, int position, Sink.Destination destination) {
        var state = context.state();
        var number = state.destinations()
                .register(
                        sink,
                        position,
                        destination.address(),
                        destination.identity(),
                        context.clock().instant());
        if (destination.empty() && state.runs().hasReports()) {
            var records = state.destinations().forget(number);
            if (records > 0) {
                LOG.warn("{} is empty and receives all records again: {}", sink, destination.address());
            }
        }
        return number;
    }

    /** Returns the bit of the destination of each sink, by its name; see {@link io.tourbus.state.Destinations}. */
    public Map<String, Long> destinations() {
        if (destinations.isEmpty()) {
            locate();
        }
        return destinations;
    }

    public Collection<Sink.Connection> connections() {
        return connections.values();
    }

    /** Whether reports contain a counter. */
    public boolean counts(String counter) {
        return counters.contains(counter);
    }
}
