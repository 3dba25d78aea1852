package io.tourbus.admin.http;

import io.tourbus.admin.http.ServerSettings.Listener;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Adds to Camel's HTTP server what is not a route: access control, the web page and server-sent events. Camel starts this
 * service after the server and before the routes.
 */
public final class AdminServer extends ServiceSupport {

    private static final int FIRST = -1;

    private final CamelContext camel;
    private final ServerSettings settings;
    private final ServerVertx vertx;
    private final Supplier<?> status;
    private final Supplier<?> stream;
    private final Optional<CommandListener> commands;

    /**
     * @param status supplies the events of {@code /api/events}
     * @param stream supplies the events of {@code /api/stream}: the records since its last call
     * @param stateFolder the folder of a state that only this process can use; commands use it through this process
     */
    public AdminServer(
            CamelContext camel,
            ServerVertx vertx,
            ServerSettings settings,
            Supplier<?> status,
            Supplier<?> stream,
            Optional<Path> stateFolder) {
        this.camel = camel;
        this.settings = settings;
        this.vertx = vertx;
        this.status = status;
        this.stream = stream;
        this.commands = stateFolder.map(CommandListener::new);
    }

    @Override
    protected void doStart() throws Exception {
        if (settings.management().port() != settings.server().port()) {
            router(settings.management()).ifPresent(this::addManagement);
        }
        var router = router(settings.server());
        router.ifPresent(this::addPage);
        camel.addStartupListener(new AfterRoutes(router));
    }

    /** Lets requests in when the routes that answer them have started. */
    private final class AfterRoutes implements ExtendedStartupListener {

        private final Optional<VertxPlatformHttpRouter> router;

        AfterRoutes(Optional<VertxPlatformHttpRouter> router) {
            this.router = router;
        }

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {}

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            commands.ifPresent(listener ->
                    router.ifPresentOrElse(page -> listener.open(vertx, page::handle), listener::openWithoutServer));
            vertx.open();
        }
    }

    @Override
    protected void doStop() {
        commands.ifPresent(CommandListener::close);
    }

    /** Empty if the server is disabled. */
    private Optional<VertxPlatformHttpRouter> router(Listener listener) {
        return Optional.ofNullable(
                VertxPlatformHttpRouter.lookup(camel, VertxPlatformHttpRouter.getRouterNameFromPort(listener.port())));
    }

    private void protect(Router router, AccessFilter filter) {
        router.route()
                .order(FIRST)
                .handler(call -> {
                    call.addEndHandler(end -> vertx.connections().answered(call.request()));
                    filter.handle(call);
                })
                .failureHandler(new FailureHandler());
    }

    private void addPage(VertxPlatformHttpRouter router) {
        protect(router, AccessFilter.server(settings, commands));
        router.get("/api/events").handler(new ServerSentEvents(router.vertx(), status));
        router.get("/api/stream").handler(new ServerSentEvents(router.vertx(), stream));
        router.get("/prices.json")
                .handler(call -> call.response()
                        .putHeader("Content-Type", "application/json")
                        .sendFile("io/tourbus/estimate/prices.json")
                        .onFailure(none -> call.next()));
        router.routeWithRegex("/schemas/[a-z]+\\.schema\\.json")
                .handler(call -> call.response()
                        .putHeader("Content-Type", "application/json")
                        .sendFile("io/tourbus/model/" + call.normalizedPath().substring("/schemas/".length()))
                        .onFailure(none -> call.next()));
        router.route("/*")
                .last()
                .handler(files(StaticHandler.create("io/tourbus/page")
                        .setCachingEnabled(false)
                        .setEnableRangeSupport(false)))
                .handler(FailureHandler::notFound);
    }

    private static Handler<RoutingContext> files(StaticHandler files) {
        return call -> {
            if (AccessFilter.isPage(call)) {
                files.handle(call);
            } else {
                call.next();
            }
        };
    }

    private void addManagement(VertxPlatformHttpRouter router) {
        protect(router, AccessFilter.management(settings));
        router.route("/*").last().handler(FailureHandler::notFound);
    }
}
