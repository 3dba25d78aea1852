package io.tourbus.alerts;

import io.tourbus.source.error.Redaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The endpoint URI of alerts. Only its scheme and host may appear in messages; everything else is secret. */
record AlertAddress(String uri) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?");

    /** Parts shorter than this, in characters, are too common in messages to be redacted. */
    private static final int MIN_SECRET_LENGTH = 3;

    String scheme() {
        return uri.replaceFirst("(?s):.*", "");
    }

    /** Replaces the secret parts of the URI in a text. */
    String redacted(String text) {
        return new Redaction(secrets()).apply(text);
    }

    private List<String> secrets() {
        var rest = uri.substring(Math.min(uri.length(), scheme().length() + 1)).replaceFirst("^//", "");
        var values = Arrays.stream(rest.split("[/?&@]")).map(part -> part.replaceFirst("^[A-Za-z.]+=", ""));
        var credentials = rest.contains("@") ? Arrays.stream(rest.split("@")[0].split(":")) : Stream.<String>of();
        return Stream.of(Stream.of(rest), values, credentials)
                .flatMap(parts -> parts)
                .flatMap(part -> Stream.of(part, part.replaceFirst("^RAW[({](.*)[)}]$", "$1"), decoded(part)))
                .filter(part -> part.length() >= MIN_SECRET_LENGTH && !isHost(part, rest))
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
