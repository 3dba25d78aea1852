package io.tourbus.source.error;

/** An entity that cannot become a record. Reports count the messages, so they contain no values of the entity. */
public final class RejectedException extends RuntimeException {

    public RejectedException(String reason) {
        super(reason, null, false, false);
    }
}
