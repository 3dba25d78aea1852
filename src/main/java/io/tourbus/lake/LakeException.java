package io.tourbus.lake;

/** The lake does not hand out what is asked of it; the message says what and why, on one line. */
public final class LakeException extends RuntimeException {

    LakeException(String message) {
        super(message);
    }

    LakeException(String message, Throwable cause) {
        super(message, cause);
    }
}
