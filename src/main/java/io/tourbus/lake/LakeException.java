package io.tourbus.lake;

import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object or folder of the lake cannot be read; the message is a single line with its address and the reason. */
public final class LakeException extends RuntimeException {

    LakeException(String message) {
        super(message);
    }

    public LakeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns whether the store rejected the request (HTTP 4xx), so that other objects may still be readable. */
    public boolean refused() {
        return getCause() instanceof S3Exception response && response.statusCode() < 500;
    }
}
