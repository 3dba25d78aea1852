package io.tourbus.job;

/** There is no job with the given name. */
public final class UnknownJobException extends IllegalArgumentException {

    UnknownJobException(String label, String known) {
        super("Unknown job: '%s'. Use one of %s.".formatted(label, known));
    }
}
