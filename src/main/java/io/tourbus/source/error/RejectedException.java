package io.tourbus.source.error;

/** An entity cannot become a record; the message is a reason that can be counted, without values of the payload. */
public final class RejectedException extends RuntimeException {

    public RejectedException(String reason) {
        super(reason, null, false, false);
    }
}
