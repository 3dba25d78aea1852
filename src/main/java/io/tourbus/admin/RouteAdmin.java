package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Header;
import org.apache.camel.Route;
import org.apache.camel.api.management.ManagedCamelContext;

/** The routes, as they can be seen and held up. */
public final class RouteAdmin {

    /**
     * A route.
     *
     * @param state {@code Started}, {@code Suspended} or {@code Stopped}
     * @param total exchanges since the start, those that failed among them
     * @param meanMillis of an exchange that ended
     */
    public record Line(
            @JsonProperty("id") String id,
            @JsonProperty("description") String description,
            @JsonProperty("from") String from,
            @JsonProperty("state") String state,
            @JsonProperty("total") long total,
            @JsonProperty("failed") long failed,
            @JsonProperty("in_flight") long inFlight,
            @JsonProperty("mean_ms") long meanMillis) {}

    private final CamelContext camel;

    public RouteAdmin(CamelContext camel) {
        this.camel = camel;
    }

    public List<Line> all() {
        return camel.getRoutes().stream()
                .filter(route -> !route.isCreatedByRestDsl())
                .map(this::line)
                .sorted(Comparator.comparing(Line::id))
                .toList();
    }

    /**
     * Lets a route take nothing new; what is on its way ends. What another route hands in waits, 30 s at most.
     *
     * @throws NotFoundException when there is no such route
     */
    public Line suspend(@Header("route") String id) throws Exception {
        known(id);
        camel.getRouteController().suspendRoute(id);
        return line(known(id));
    }

    /** @throws NotFoundException when there is no such route */
    public Line resume(@Header("route") String id) throws Exception {
        known(id);
        if (camel.getRouteController().getRouteStatus(id).isSuspended()) {
            camel.getRouteController().resumeRoute(id);
        } else {
            camel.getRouteController().startRoute(id);
        }
        return line(known(id));
    }

    private Route known(String id) {
        var route = camel.getRoute(id);
        if (route == null || route.isCreatedByRestDsl()) {
            throw new NotFoundException("there is no route '%s'".formatted(id));
        }
        return route;
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
                    camel.getRouteController()
                            .getRouteStatus(route.getRouteId())
                            .name(),
                    managed.getExchangesTotal(),
                    managed.getExchangesFailed(),
                    managed.getExchangesInflight(),
                    Math.max(0, managed.getMeanProcessingTime()));
        } catch (Exception e) {
            throw new IllegalStateException("a managed route counts", e);
        }
    }
}
