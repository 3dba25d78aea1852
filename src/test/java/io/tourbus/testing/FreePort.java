package io.tourbus.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A free port of the loopback address. */
public final class FreePort {

    private FreePort() {}

    public static int find() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
