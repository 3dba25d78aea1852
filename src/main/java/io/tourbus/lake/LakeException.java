package io.tourbus.lake;

import software.amazon.awssdk.services.s3.model.S3Exception;

/** The lake does not hand out what is asked of it; the message says what and why, on one line. */
public final class LakeException extends RuntimeException {

    LakeException(String message) {
        super(message);
    }

    LakeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the store answered, and the answer was about this alone: others may well be read. */
    public boolean refused() {
        return getCause() instanceof S3Exception answer && answer.statusCode() < 500;
    }
}
