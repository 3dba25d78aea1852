package io.tourbus.aws;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Describes why a server cannot be reached, and what to do. */
public final class NetworkFailure {

    private static final Pattern ADDRESS = Pattern.compile("(?i)connect to (?:https?://)?(\\S+)");

    private NetworkFailure() {}

    /** One line; empty if the failure has another reason. */
    public static Optional<String> describe(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .map(NetworkFailure::text)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> text(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof UnknownHostException) {
            return Optional.of("The host %s is unknown. Check the address, the region and DNS."
                    .formatted(message.replaceFirst("[:\\s].*", "")));
        }
        if (cause instanceof SSLException) {
            return Optional.of(
                    "TLS failed: %s. Check that the address begins with the right scheme, the certificate, and proxies."
                            .formatted(message.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "")));
        }
        if (cause instanceof ConnectException) {
            return Optional.of(
                    message.contains("refused")
                            ? "The connection%s was refused. Check the address, and that the server runs."
                                    .formatted(address(message))
                            : "The server%s is unreachable: %s. Check the address, the network and proxies."
                                    .formatted(address(message), message.strip()));
        }
        return cause instanceof SocketTimeoutException
                ? Optional.of("The server does not respond in time. Check the network and proxies.")
                : Optional.empty();
    }

    private static String address(String message) {
        var found = ADDRESS.matcher(message);
        return found.find() ? " to " + found.group(1) : "";
    }
}
