package io.tourbus.admin.http;

import io.tourbus.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * The settings {@code tourbus.server.*} and {@code tourbus.reload.enabled}.
 *
 * @param openHere {@code open-on-loopback}
 */
public record ServerSettings(
        boolean enabled, String host, int port, Optional<String> token, boolean openHere, boolean reloads) {

    private static final int SHORTEST = 16;

    /** @param serving whether the servers are about to start, so that their ports must be free */
    public static ServerSettings read(Settings settings, boolean serving) {
        settings.flag("tourbus.management.jolokia");
        var enabled = server(settings, "tourbus.server", serving);
        server(settings, "tourbus.management", serving);
        var token = settings.text("tourbus.server.token");
        if (token.isPresent() && token.get().length() < SHORTEST) {
            settings.problem("tourbus.server.token", "is too short", "Use at least %d characters.".formatted(SHORTEST));
        }
        return new ServerSettings(
                enabled,
                settings.required("tourbus.server.host"),
                settings.number("tourbus.server.port"),
                token,
                settings.flag("tourbus.server.open-on-loopback"),
                settings.flag("tourbus.reload.enabled"));
    }

    private static boolean server(Settings settings, String server, boolean serving) {
        var enabled = settings.flag(server + ".enabled");
        if (enabled && serving) {
            requireFree(settings, server);
        }
        return enabled;
    }

    /** Camel would start without the server. */
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
