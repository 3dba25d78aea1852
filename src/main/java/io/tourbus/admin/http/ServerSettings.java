package io.tourbus.admin.http;

import io.tourbus.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings {@code tourbus.server.*}, {@code tourbus.management.*} and {@code tourbus.reload.enabled}.
 *
 * @param server the server of the page and the API
 * @param management the server with health and metrics
 */
public record ServerSettings(
        Listener server,
        Listener management,
        Access access,
        Limits limits,
        Optional<TlsSettings> tls,
        boolean jolokia,
        boolean reload) {

    private static final int MIN_TOKEN_LENGTH = 16;

    /** Where a server listens. @param tls whether it uses TLS if there is a certificate */
    public record Listener(boolean enabled, String host, int port, boolean tls) {

        /** Whether only this machine can connect. */
        boolean isLoopback() {
            return ServerSettings.isLoopback(host);
        }
    }

    /**
     * Who may do what.
     *
     * @param token allows everything
     * @param readToken allows to read
     * @param hosts further host names of the servers
     * @param openOnLoopback whether requests from the same machine need no token
     */
    public record Access(
            Optional<String> token, Optional<String> readToken, List<String> hosts, boolean openOnLoopback) {}

    /**
     * Limits for connections.
     *
     * @param request the time in which a client must send a request
     * @param idle the time after which a connection without traffic is closed
     */
    public record Limits(int connections, Duration request, Duration idle) {}

    /** @param starting whether the servers are about to start, so that their ports must be free */
    public static ServerSettings read(Settings settings, boolean starting) {
        var server = listener(settings, "tourbus.server", true, starting);
        var management = listener(
                settings,
                "tourbus.management",
                settings.flag("tourbus.management.tls", !isLoopback(settings.required("tourbus.management.host"))),
                starting);
        var access = new Access(
                token(settings, "tourbus.server.token"),
                token(settings, "tourbus.server.read-token"),
                settings.list("tourbus.server.allowed-hosts"),
                settings.flag("tourbus.server.open-on-loopback"));
        if (starting && server.enabled() && management.enabled() && server.port() + management.port() == 0) {
            settings.problem(
                    "tourbus.management.port", "is 0, like tourbus.server.port", "Set at least one of them to a port.");
        }
        var jolokia = settings.flag("tourbus.management.jolokia");
        if (jolokia && starting && management.enabled()) {
            checkJolokia(settings, management, access);
        }
        return new ServerSettings(
                server,
                management,
                access,
                new Limits(
                        settings.number("tourbus.server.max-connections"),
                        settings.seconds("tourbus.server.request-seconds"),
                        settings.seconds("tourbus.server.idle-seconds")),
                TlsSettings.read(settings),
                jolokia,
                settings.flag("tourbus.reload.enabled"));
    }

    private static Optional<String> token(Settings settings, String key) {
        var token = settings.text(key);
        if (token.isPresent() && token.get().length() < MIN_TOKEN_LENGTH) {
            settings.problem(key, "is too short", "Use at least %d characters.".formatted(MIN_TOKEN_LENGTH));
        }
        return token;
    }

    /** Jolokia gives access to JMX, so it is only for a person on the same machine who has the token. */
    private static void checkJolokia(Settings settings, Listener management, Access access) {
        if (!management.isLoopback()) {
            settings.problem(
                    "tourbus.management.jolokia",
                    "is true, but tourbus.management.host is not a loopback address: " + management.host(),
                    "Set tourbus.management.host = 127.0.0.1, or disable Jolokia.");
        }
        if (access.token().isEmpty()) {
            settings.problem(
                    "tourbus.management.jolokia",
                    "is true, but there is no token",
                    "Set tourbus.server.token, or disable Jolokia.");
        }
    }

    private static Listener listener(Settings settings, String server, boolean tls, boolean starting) {
        var enabled = settings.flag(server + ".enabled");
        if (enabled && starting) {
            requireFree(settings, server);
        }
        return new Listener(enabled, settings.required(server + ".host"), settings.number(server + ".port"), tls);
    }

    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** If the port is in use, Camel starts without the server and does not fail. */
    private static void requireFree(Settings settings, String server) {
        var host = settings.required(server + ".host");
        var port = settings.number(server + ".port");
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            settings.problem(
                    server + ".port",
                    "is not available: %d on %s (%s)".formatted(port, host, e.getMessage()),
                    "Set another port, or %s.enabled = false.".formatted(server));
        }
    }
}
