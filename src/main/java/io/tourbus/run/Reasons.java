package io.tourbus.run;

import io.tourbus.source.SourceException;

/** What a person needs to know of an exception, on one line. */
final class Reasons {

    private Reasons() {}

    /** @param endpoint where it failed, left out where the failure itself says so; may be {@code null} */
    static String of(Throwable failure, String endpoint) {
        var told = endpoint == null || failure instanceof SourceException;
        return told ? of(failure) : "%s: %s".formatted(endpoint.replaceFirst("\\?.*", ""), of(failure));
    }

    static String of(Throwable failure) {
        var message =
                failure.getMessage() == null ? "" : failure.getMessage().strip().replaceAll("\\s+", " ");
        var known = failure.getClass().getName().startsWith("io.tourbus.");
        return known && !message.isEmpty() ? message : (failure.getClass().getSimpleName() + " " + message).strip();
    }
}
