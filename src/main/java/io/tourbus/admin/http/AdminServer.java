package io.tourbus.admin.http;

import io.vertx.ext.web.handler.StaticHandler;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Adds to Camel's HTTP server what is not a route: access control, the web page and server-sent events. Camel starts this
 * service after the server and before the routes.
 */
public final class AdminServer extends ServiceSupport {

    private static final int FIRST = -1;
    private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist";

    private final CamelContext camel;
    private final ServerSettings settings;
    private final Supplier<?> status;
    private final Supplier<?> stream;

    /**
     * @param status supplies the events of {@code /api/events}
     * @param stream supplies the events of {@code /api/stream}: the records since its last call
     */
    public AdminServer(CamelContext camel, ServerSettings settings, Supplier<?> status, Supplier<?> stream) {
        this.camel = camel;
        this.settings = settings;
        this.status = status;
        this.stream = stream;
    }

    @Override
    protected void doStart() {
        var router =
                VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(settings.port()));
        if (router == null) { // the HTTP server is disabled
            return;
        }
        router.route().order(FIRST).handler(new AccessFilter(settings)).failureHandler(new FailureHandler());
        router.get("/api/events").handler(new ServerSentEvents(router.vertx(), status));
        router.get("/api/stream").handler(new ServerSentEvents(router.vertx(), stream));
        router.route("/lib/*").handler(StaticHandler.create(UPLOT));
        router.route("/*")
                .last()
                .handler(StaticHandler.create("io/tourbus/page").setCachingEnabled(false))
                .handler(FailureHandler::notFound);
    }
}
