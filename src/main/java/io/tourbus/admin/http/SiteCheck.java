package io.tourbus.admin.http;

import io.tourbus.admin.http.ServerSettings.Listener;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether a request is for this server, and does not come from a page of another web site. */
final class SiteCheck {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);
    private static final String IP_ADDRESS = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*";

    private final Set<String> names = new HashSet<>();
    private final boolean anyAddress;

    /** @param hosts further host names of the server */
    SiteCheck(Listener listener, List<String> hosts) {
        hosts.forEach(host -> names.add(normalized(host)));
        names.add(normalized(listener.host()));
        anyAddress = !listener.isLoopback();
        if (anyAddress) {
            addMachineName();
        }
    }

    private void addMachineName() {
        try {
            names.add(normalized(InetAddress.getLocalHost().getHostName()));
        } catch (UnknownHostException e) {
            // the machine has no name
        }
    }

    boolean accepts(HttpServerRequest request) {
        var authority = request.authority();
        return authority != null
                && request.headers().getAll("Host").size() <= 1
                && isName(normalized(authority.host()))
                && request.headers().getAll("Origin").stream()
                        .allMatch(origin -> isSame(origin, authority, request.isSSL()));
    }

    /** DNS rebinding needs a name, so addresses are harmless. */
    private boolean isName(String host) {
        return names.contains(host) || LOOPBACK.contains(host) || anyAddress && host.matches(IP_ADDRESS);
    }

    private static boolean isSame(String origin, HostAndPort authority, boolean tls) {
        try {
            var uri = new URI(origin);
            var port = DEFAULT_PORTS.get(String.valueOf(uri.getScheme()));
            return port != null
                    && uri.getHost() != null
                    && origin.equals("%s://%s".formatted(uri.getScheme(), uri.getRawAuthority()))
                    && uri.getUserInfo() == null
                    && (!tls || uri.getScheme().equals("https"))
                    && normalized(uri.getHost()).equals(normalized(authority.host()))
                    && orDefault(uri.getPort(), port) == orDefault(authority.port(), port);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int orDefault(int port, int defaultPort) {
        return port < 0 ? defaultPort : port;
    }

    static boolean isLoopbackName(String host) {
        return LOOPBACK.contains(normalized(host));
    }

    private static String normalized(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
    }
}
