package io.tourbus.operate;

import io.tourbus.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Who may do what while Tourbus serves.
 *
 * @param enabled whether there is a server
 * @param host where it listens
 * @param port of the server, 0 for any that is free
 * @param token without which nothing is changed; empty where there is none
 * @param openHere whether who is on this machine may change things without it
 * @param reloads whether edits of routes take effect at once
 */
public record ServerSettings(
        boolean enabled, String host, int port, Optional<String> token, boolean openHere, boolean reloads) {

    private static final int SHORTEST = 16;
    private static final int MOST_PORTS = 65_535;

    /** @param serving whether the servers are about to be started: their ports have to be free then */
    public static ServerSettings read(Settings settings, boolean serving) {
        settings.flag("tourbus.management.jolokia");
        var enabled = server(settings, "tourbus.server", serving);
        server(settings, "tourbus.management", serving);
        var token = settings.text("tourbus.server.token");
        if (token.isPresent() && token.get().length() < SHORTEST) {
            settings.problem("tourbus.server.token", "is too short: use %d characters or more".formatted(SHORTEST));
        }
        return new ServerSettings(
                enabled,
                settings.required("tourbus.server.host"),
                settings.number("tourbus.server.port", 0, MOST_PORTS),
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

    /** Camel goes on without a server whose port it cannot have. */
    private static void requireFree(Settings settings, String server) {
        var host = settings.required(server + ".host");
        var port = settings.number(server + ".port", 0, MOST_PORTS);
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            settings.problem("%s.port is %d, which cannot be had at %s (%s): set another one, or %s.enabled = false"
                    .formatted(server, port, host, e.getMessage(), server));
        }
    }
}
