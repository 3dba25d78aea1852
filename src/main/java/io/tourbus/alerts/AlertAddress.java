package io.tourbus.alerts;

import io.tourbus.source.error.Redaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where alerts go, of which no more than the scheme and the host may be said. */
record AlertAddress(String uri) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?");
    private static final int SHORTEST = 3;

    String scheme() {
        return uri.replaceFirst("(?s):.*", "");
    }

    /** Takes out of a text all that is said of the address beside those two. */
    String redacted(String text) {
        return new Redaction(secrets()).apply(text);
    }

    private List<String> secrets() {
        var rest = uri.substring(Math.min(uri.length(), scheme().length() + 1)).replaceFirst("^//", "");
        var parts = rest.split("[/?&@]");
        var values = Arrays.stream(parts).map(part -> part.replaceFirst("^[A-Za-z.]+=", ""));
        var names = rest.contains("@") ? Arrays.stream(rest.split("@")[0].split(":")) : Stream.<String>of();
        return Stream.of(Stream.of(rest), values, names)
                .flatMap(some -> some)
                .flatMap(part -> Stream.of(part, part.replaceFirst("^RAW[({](.*)[)}]$", "$1"), decoded(part)))
                .filter(part -> part.length() >= SHORTEST && !isHost(part, rest))
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    private static boolean isHost(String part, String rest) {
        var authority = rest.replaceFirst("(?s)[/?].*", "").replaceFirst(".*@", "");
        return part.equals(authority) && HOST.matcher(part).matches();
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }
}
