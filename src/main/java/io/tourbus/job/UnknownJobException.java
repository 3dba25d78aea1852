package io.tourbus.job;

/** There is no job of this name. */
public final class UnknownJobException extends IllegalArgumentException {

    UnknownJobException(String label, String known) {
        super("there is no job '%s': use one of %s".formatted(label, known));
    }
}
