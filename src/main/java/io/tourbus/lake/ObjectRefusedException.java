package io.tourbus.lake;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The lake permanently rejects an object; the message is a single line with the bucket and the reason. */
public final class ObjectRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ObjectRefusedException(LakeObject object, SdkException cause) {
        super("The bucket s3://%s rejects objects: %s".formatted(object.bucket(), reason(cause)), cause);
    }

    private static String reason(SdkException cause) {
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
