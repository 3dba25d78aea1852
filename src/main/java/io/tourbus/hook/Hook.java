package io.tourbus.hook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A place at which Tourbus calls a route of the installation, if there is one. */
public enum Hook {
    BEFORE_NORMALIZE,
    AFTER_NORMALIZE,
    BEFORE_LAKE,
    BEFORE_STREAM,
    AFTER_SLICE,
    AFTER_RUN,
    ON_DEAD_LETTER;

    private static final String SCHEME = "direct://";
    private static final String PREFIX = "direct:hook-";

    /** {@code before-stream}, also the stage of dead letters. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The endpoint that the route reads from: {@code direct:hook-before-stream}. */
    public String uri() {
        return PREFIX + label();
    }

    /** Whether an endpoint is the one that the route reads from. */
    boolean isReadFrom(String baseUri) {
        return baseUri.startsWith(SCHEME) && baseUri.equals(SCHEME + uri().substring("direct:".length()));
    }

    /** Whether it returns a record. Otherwise, its result is ignored. */
    public boolean changesRecords() {
        return ordinal() <= BEFORE_STREAM.ordinal();
    }

    /** Whether it is called for one sink only, after Tourbus has decided which records are unchanged. */
    public boolean isOfSink() {
        return this == BEFORE_LAKE || this == BEFORE_STREAM;
    }

    public static Optional<Hook> named(String label) {
        return Arrays.stream(values())
                .filter(hook -> hook.label().equals(label))
                .findFirst();
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Hook::label).toList();
    }

    /** The name of the hook that a route reads from, known or not; empty if the route is no hook. */
    public static Optional<String> nameIn(String uri) {
        var direct = uri.replace("direct://", "direct:");
        return direct.startsWith(PREFIX) ? Optional.of(direct.substring(PREFIX.length())) : Optional.empty();
    }
}
