package io.tourbus.stream;

import java.util.Set;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.kinesis.model.KmsThrottlingException;

/** Tells an answer that asks for fewer calls or bytes from one that only failed. */
final class Throttling {
    private static final Set<String> CODES_OF_RECORDS =
            Set.of("ProvisionedThroughputExceededException", "KMSThrottlingException", "ThrottlingException");

    private Throttling() {}

    static boolean isCodeOfRecord(String errorCode) {
        return CODES_OF_RECORDS.contains(errorCode);
    }

    static boolean isFailure(Exception failure) {
        return failure instanceof KmsThrottlingException
                || failure instanceof SdkServiceException service && service.isThrottlingException();
    }
}
