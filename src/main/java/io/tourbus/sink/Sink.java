package io.tourbus.sink;

import io.tourbus.aws.AwsClients;
import io.tourbus.settings.Settings;
import io.tourbus.state.State;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * A system that Tourbus delivers records to. Everything specific to a sink is behind this interface. Its routes are in {@code
 * routes/<name>.camel.yaml}: {@code put-<name>} delivers the batch of a run, and {@code redeliver-<name>} delivers dead letters
 * again, or a batch that was created again.
 */
public interface Sink {

    /** Lower case identifier, part of routes, metrics and the stage of dead letters: {@code lake}. */
    String name();

    /**
     * The names of the counters in reports, in their order. {@code <name>_records} and {@code <name>_bytes} are also metrics;
     * {@code <name>_failures} counts failed deliveries.
     */
    default List<String> counters() {
        return List.of(name() + "_records", name() + "_bytes");
    }

    /** The ID of the route step that writes to the sink; a metric measures its duration. */
    default String step() {
        return name() + "-write";
    }

    /** Reads the settings of this sink. {@link Settings} collects the problems. Called at start and after each live edit. */
    Configuration read(Settings settings);

    /** The services that Tourbus provides to sinks. */
    record Context(CamelContext camel, AwsClients aws, State state, Clock clock) {

        /** Makes an object available to routes and other modules. */
        public void bind(String name, Object bean) {
            camel.getRegistry().bind(name, bean);
        }
    }

    /** The settings of a sink. */
    interface Configuration {

        /**
         * Creates what takes long, and needs neither Camel nor the state. Called in another thread while the state is opened, and
         * before {@link #connect} of what it returns.
         */
        default Configuration prepare(AwsClients aws) {
            return this;
        }

        /** Binds the beans that the routes of this sink use. */
        Connection connect(Context context);

        /** Tests the sink for {@code tourbus check}. */
        void check(AwsClients aws, Clock clock, CheckReport report);
    }

    /** Collects the results of a check, each on one line. */
    interface CheckReport {

        void ok(String subject, String result);

        /** Runs work, but with restrictions. */
        void warning(String subject, String problem);

        /** Runs fail. */
        void error(String subject, String problem);
    }

    /** A sink that is ready to accept records. Thread-safe. */
    interface Connection {

        /** Looks for problems at start that make every run fail, and adds them to the settings. */
        default void probe(Settings settings) {}

        /**
         * Finds out where the sink delivers to now; called before each run. A new destination receives every record, also those
         * that did not change. By default, a sink always has the same destination.
         */
        default Destination destination() {
            return Destination.at("default");
        }

        /** What the sink accepted in a step of {@code put-<name>}, by counter. */
        Map<String, Long> accepted(Exchange exchange);

        /**
         * What the sink did not accept in a step of {@code put-<name>}, for dead letters.
         *
         * @throws RuntimeException if no later attempt can succeed, so that the slice fails
         */
        Undelivered undelivered(Exchange exchange, Exception failure);

        /** The maximum number of dead letters that {@code redeliver-<name>} accepts. If it is 1, the least tried come first. */
        default int redeliverySize() {
            return 1;
        }

        /** Classifies a failure of {@code redeliver-<name>}. By default, the sink is unavailable. */
        default RedeliveryFailure redeliveryFailed(Exception failure, int size) {
            return RedeliveryFailure.unavailable(size);
        }
    }

    /**
     * Where a sink delivers to: a bucket, a stream, a table.
     *
     * @param address what is configured, without spaces
     * @param identity distinguishes destinations with the same address, such as a stream that was deleted and created again; empty
     *     if it is unknown at the moment
     * @param empty whether nothing of what was delivered there is left
     * @param problem why it accepts nothing until somebody changes that, on one line
     */
    record Destination(String address, String identity, boolean empty, Optional<String> problem) {

        public static Destination at(String address) {
            return new Destination(address, "", false, Optional.empty());
        }

        public Destination withIdentity(String other) {
            return new Destination(address, other, empty, problem);
        }

        public Destination withProblem(String line) {
            return new Destination(address, identity, empty, Optional.of(line));
        }
    }

    /**
     * The parts of a batch that a sink did not accept.
     *
     * @param cause one line for the report
     */
    record Undelivered(String cause, List<Part> parts) {}

    /**
     * An object or a record, as a dead letter stores it.
     *
     * @param target where it belongs in the sink
     * @param headers what redelivery needs besides the payload
     * @param retryable whether Tourbus redelivers it automatically
     */
    record Part(
            String target,
            Map<String, String> headers,
            byte[] payload,
            String reason,
            boolean retryable,
            int attempts) {}

    /**
     * The dead letters that were not accepted again, by their position; all others were accepted.
     *
     * @param available whether the sink accepts other dead letters, so that redelivery continues
     */
    record RedeliveryFailure(Set<Integer> permanent, Set<Integer> temporary, boolean available) {

        /** The sink accepts nothing at the moment. */
        public static RedeliveryFailure unavailable(int size) {
            return new RedeliveryFailure(
                    Set.of(), IntStream.range(0, size).boxed().collect(Collectors.toSet()), false);
        }
    }
}
