package io.tourbus.lake;

import java.io.IOException;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object or folder of the lake cannot be read; the message is a single line with its address and the reason. */
public final class LakeException extends RuntimeException {

    LakeException(String message) {
        super(message);
    }

    public LakeException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For an object that cannot be decompressed. */
    public static LakeException damaged(String address, IOException cause) {
        var reason = Objects.requireNonNullElse(cause.getMessage(), "it is incomplete");
        return new LakeException("%s is damaged: %s".formatted(address, reason), cause);
    }

    /** Returns whether the object was read, but its content is not valid. */
    public boolean damaged() {
        return getCause() != null && !(getCause() instanceof SdkException);
    }

    /** Returns whether the store rejected the request (HTTP 4xx), so that other objects may still be readable. */
    public boolean refused() {
        return getCause() instanceof S3Exception response && response.statusCode() < 500;
    }
}
