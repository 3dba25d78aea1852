package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.operations.NotFoundException;
import io.tourbus.reload.LiveContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.Header;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;

/** The Camel routes with their counters, and operations to suspend and resume them. */
public final class RouteAdmin {

    /**
     * A route with its counters since the start.
     *
     * @param file the name of the file that defines it
     * @param essential whether Tourbus itself needs the route
     * @param autoStartup whether the route starts with Tourbus; schedules do not if {@code tourbus.jobs.scheduled} is false
     * @param state {@code Started}, {@code Suspended} or {@code Stopped}
     * @param since when the route was suspended or stopped; null if it runs, or if that is not known
     * @param total completed exchanges, including failed ones
     * @param meanMillis mean duration of an exchange
     */
    public record Line(
            @JsonProperty("id") String id,
            @JsonProperty("description") String description,
            @JsonProperty("from") String from,
            @JsonProperty("file") String file,
            @JsonProperty("essential") boolean essential,
            @JsonProperty("auto_startup") boolean autoStartup,
            @JsonProperty("state") String state,
            @JsonProperty("since") String since,
            @JsonProperty("total") long total,
            @JsonProperty("failed") long failed,
            @JsonProperty("in_flight") long inFlight,
            @JsonProperty("mean_ms") long meanMillis) {

        /** Whether somebody or an error has stopped or suspended the route. */
        public boolean stopped() {
            return state.equals("Stopped") ? autoStartup : !state.equals("Started");
        }
    }

    private static final Duration GAP = Duration.ofSeconds(10);

    private final LiveContext camel;
    private final Clock clock;
    /** When routes were suspended or stopped; empty for those that nobody watched at that time. */
    private final Map<String, Optional<Instant>> notRunning = new ConcurrentHashMap<>();

    private volatile Instant watched = Instant.MIN;

    public RouteAdmin(LiveContext camel, Clock clock) {
        this.camel = camel;
        this.clock = clock;
    }

    public List<Line> all() {
        return lines(route -> true);
    }

    /** The routes that somebody or an error has stopped or suspended. Does not read the counters of the others. */
    public List<Line> stopped() {
        return lines(route -> !running(route.getRouteId())).stream()
                .filter(Line::stopped)
                .toList();
    }

    private List<Line> lines(Predicate<Route> wanted) {
        var now = now();
        var lines = camel.whileNotSwapping(() -> {
            notRunning.keySet().removeIf(this::running);
            return camel.getRoutes().stream()
                    .filter(route -> !route.isCreatedByRestDsl())
                    .filter(wanted)
                    .map(this::line)
                    .sorted(Comparator.comparing(Line::id))
                    .toList();
        });
        watched = now;
        return lines;
    }

    private boolean running(String id) {
        var status = camel.getRouteController().getRouteStatus(id);
        return status != null && status.isStarted();
    }

    /** Whether Tourbus has started all routes. */
    public boolean started() {
        return camel.isStarted();
    }

    private Optional<Instant> since(String id, boolean running) {
        if (running) {
            notRunning.remove(id);
            return Optional.empty();
        }
        var now = now();
        return notRunning.computeIfAbsent(
                id, route -> watched.isAfter(now.minus(GAP)) ? Optional.of(now) : Optional.empty());
    }

    /**
     * Suspends a route: it accepts no new exchanges, and completes those in flight. Routes that call it wait for {@code
     * tourbus.routes.wait-seconds}, then fail.
     *
     * @param force {@code true} to suspend a route that Tourbus itself needs
     * @throws NotFoundException if there is no such route
     * @throws EssentialRoutes.RefusedException if Tourbus itself needs the route
     */
    public Line suspend(@Header("route") String id, @Header("force") String force) throws Exception {
        var route = find(id);
        if (!RequestParameters.flag("force", force)) {
            EssentialRoutes.refuse(route, "To suspend it anyway, add the parameter force=true.");
        }
        camel.getRouteController().suspendRoute(id);
        notRunning.putIfAbsent(id, Optional.of(now()));
        return line(find(id));
    }

    /** @throws NotFoundException if there is no such route */
    public Line resume(@Header("route") String id) throws Exception {
        find(id);
        if (camel.getRouteController().getRouteStatus(id).isSuspended()) {
            camel.getRouteController().resumeRoute(id);
        } else {
            camel.getRouteController().startRoute(id);
        }
        return line(find(id));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Route find(String id) {
        var route = camel.getRoute(id);
        if (route == null || route.isCreatedByRestDsl()) {
            throw new NotFoundException("There is no such route. List the routes with GET /api/routes.");
        }
        return route;
    }

    /** A location is {@code file:routes/lake.camel.yaml:12} for example. */
    private static String file(Route route) {
        var location = String.valueOf(route.getSourceLocationShort());
        return location.replaceFirst(":\\d+$", "").replaceFirst("^.*[/:]", "");
    }

    private Line line(Route route) {
        var managed = camel.getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute(route.getRouteId());
        var state = camel.getRouteController().getRouteStatus(route.getRouteId());
        try {
            return new Line(
                    route.getRouteId(),
                    route.getDescription(),
                    route.getEndpoint().getEndpointBaseUri(),
                    file(route),
                    EssentialRoutes.contains(route),
                    !Boolean.FALSE.equals(route.isAutoStartup()),
                    state.name(),
                    since(route.getRouteId(), state.isStarted())
                            .map(Instant::toString)
                            .orElse(null),
                    managed.getExchangesTotal(),
                    managed.getExchangesFailed(),
                    managed.getExchangesInflight(),
                    Math.max(0, managed.getMeanProcessingTime()));
        } catch (Exception e) {
            throw new IllegalStateException("a managed route has counters", e);
        }
    }
}
