package io.tourbus.admin.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.ext.web.Router;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Creates the HTTP servers of Camel with TLS and limits for connections, for which Camel has no options. Camel uses the only
 * {@link Vertx} of its registry.
 */
public final class ServerVertx extends VertxWrapper {

    private final ServerSettings settings;
    private final Connections connections;
    private volatile boolean open;

    /** @param cache the folder of Vert.x for temporary files */
    public ServerVertx(ServerSettings settings, Path cache) {
        super((VertxInternal) Vertx.vertx(
                new VertxOptions().setFileSystemOptions(new FileSystemOptions().setFileCacheDir(cache.toString()))));
        this.settings = settings;
        this.connections = new Connections(delegate, settings.limits());
    }

    /** Lets requests in. Camel starts the servers before access control and the routes are in place. */
    void open() {
        open = true;
    }

    private void receive(HttpServerRequest request, Handler<HttpServerRequest> handler) {
        if (open) {
            connections.received(request, handler);
        } else {
            request.response()
                    .setStatusCode(503)
                    .putHeader("Connection", "close")
                    .end("Tourbus is starting.\n");
        }
    }

    Connections connections() {
        return connections;
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        return (HttpServer) Proxy.newProxyInstance(
                HttpServer.class.getClassLoader(), new Class<?>[] {HttpServer.class}, new LateServer(options));
    }

    /** A server without TLS for commands on this machine. */
    HttpServer createCommandServer(Handler<HttpServerRequest> handler) {
        return delegate.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> {
                    if (open) {
                        handler.handle(request);
                    } else {
                        request.response().setStatusCode(503).end();
                    }
                });
    }

    private HttpServer create(HttpServerOptions options, int port, Handler<HttpServerRequest> handler) {
        options.setIdleTimeout(Math.toIntExact(settings.limits().idle().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false);
        var listener = port == settings.server().port() ? settings.server() : settings.management();
        if (listener.tls()) {
            settings.tls().ifPresent(tls -> tls.apply(options));
        }
        return delegate.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(request -> receive(request, handler));
    }

    /** A server that is created when its port is known, because the options depend on it. */
    private final class LateServer implements InvocationHandler {

        private final HttpServerOptions options;
        private Handler<HttpServerRequest> handler;
        private HttpServer server;

        LateServer(HttpServerOptions options) {
            this.options = options;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("requestHandler") && arguments != null) {
                handler = (Handler<HttpServerRequest>) arguments[0];
                if (handler instanceof Router router) {
                    // A path that cannot be decoded reaches no route, and none of its handlers.
                    router.errorHandler(400, call -> FailureHandler.respond(call, 400));
                }
                return proxy;
            }
            if (method.getName().equals("listen")) {
                server = create(options, (int) arguments[0], handler);
            }
            try {
                return method.invoke(server, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
