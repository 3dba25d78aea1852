package io.tourbus.admin.http;

import io.tourbus.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * The settings {@code tourbus.server.*} and {@code tourbus.reload.enabled}.
 *
 * @param openOnLoopback whether requests from the same machine need no token
 */
public record ServerSettings(
        boolean enabled, String host, int port, Optional<String> token, boolean openOnLoopback, boolean reload) {

    private static final int MIN_TOKEN_LENGTH = 16;

    /** @param starting whether the servers are about to start, so that their ports must be free */
    public static ServerSettings read(Settings settings, boolean starting) {
        settings.flag("tourbus.management.jolokia");
        var enabled = server(settings, "tourbus.server", starting);
        server(settings, "tourbus.management", starting);
        var token = settings.text("tourbus.server.token");
        if (token.isPresent() && token.get().length() < MIN_TOKEN_LENGTH) {
            settings.problem(
                    "tourbus.server.token", "is too short", "Use at least %d characters.".formatted(MIN_TOKEN_LENGTH));
        }
        return new ServerSettings(
                enabled,
                settings.required("tourbus.server.host"),
                settings.number("tourbus.server.port"),
                token,
                settings.flag("tourbus.server.open-on-loopback"),
                settings.flag("tourbus.reload.enabled"));
    }

    private static boolean server(Settings settings, String server, boolean starting) {
        var enabled = settings.flag(server + ".enabled");
        if (enabled && starting) {
            requireFree(settings, server);
        }
        return enabled;
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
