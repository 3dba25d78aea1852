package io.tourbus.lake;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The lake does not take an object, and no waiting heals that; the message says which bucket and why, on one line. */
public final class ObjectRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ObjectRefusedException(LakeObject object, SdkException cause) {
        super("s3://%s does not take objects: %s".formatted(object.bucket(), said(cause)), cause);
    }

    private static String said(SdkException cause) {
        var details = cause instanceof AwsServiceException service
                ? Optional.ofNullable(service.awsErrorDetails())
                : Optional.<AwsErrorDetails>empty();
        return details.map(error -> "%s %s"
                        .formatted(error.errorCode(), error.errorMessage())
                        .strip())
                .orElseGet(() -> String.valueOf(cause.getMessage()))
                .replaceAll("\\s+", " ");
    }
}
