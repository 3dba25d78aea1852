package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.operations.NotFoundException;
import io.tourbus.reload.LiveContext;
import java.util.Comparator;
import java.util.List;
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
            @JsonProperty("total") long total,
            @JsonProperty("failed") long failed,
            @JsonProperty("in_flight") long inFlight,
            @JsonProperty("mean_ms") long meanMillis) {

        /** Whether somebody or an error has stopped or suspended the route. */
        public boolean stopped() {
            return state.equals("Stopped") ? autoStartup : !state.equals("Started");
        }
    }

    private final LiveContext camel;

    public RouteAdmin(LiveContext camel) {
        this.camel = camel;
    }

    public List<Line> all() {
        return camel.whileNotSwapping(() -> camel.getRoutes().stream()
                .filter(route -> !route.isCreatedByRestDsl())
                .map(this::line)
                .sorted(Comparator.comparing(Line::id))
                .toList());
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
        if (!AdminApi.flag("force", force)) {
            EssentialRoutes.refuse(route, "To suspend it anyway, add the parameter force=true.");
        }
        camel.getRouteController().suspendRoute(id);
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
        try {
            return new Line(
                    route.getRouteId(),
                    route.getDescription(),
                    route.getEndpoint().getEndpointBaseUri(),
                    file(route),
                    EssentialRoutes.contains(route),
                    !Boolean.FALSE.equals(route.isAutoStartup()),
                    camel.getRouteController()
                            .getRouteStatus(route.getRouteId())
                            .name(),
                    managed.getExchangesTotal(),
                    managed.getExchangesFailed(),
                    managed.getExchangesInflight(),
                    Math.max(0, managed.getMeanProcessingTime()));
        } catch (Exception e) {
            throw new IllegalStateException("a managed route has counters", e);
        }
    }
}
