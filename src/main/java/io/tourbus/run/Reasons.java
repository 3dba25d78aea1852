package io.tourbus.run;

/** What a person needs to know of an exception, on one line. */
final class Reasons {

    private Reasons() {}

    static String of(Throwable failure) {
        var message =
                failure.getMessage() == null ? "" : failure.getMessage().strip().replaceAll("\\s+", " ");
        var known = failure.getClass().getName().startsWith("io.tourbus.");
        return known && !message.isEmpty() ? message : (failure.getClass().getSimpleName() + " " + message).strip();
    }
}
