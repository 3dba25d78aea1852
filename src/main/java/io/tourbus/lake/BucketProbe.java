package io.tourbus.lake;

import io.tourbus.settings.Settings;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Checks access to the buckets of the lake before a run calls any API. A missing or forbidden bucket is reported as a problem of
 * the settings. An unreachable store is only logged, because dead letters keep its objects until it recovers.
 */
public final class BucketProbe {

    private static final Logger LOG = LoggerFactory.getLogger("lake");

    private final S3Client client;
    private final Settings settings;

    public BucketProbe(S3Client client, Settings settings) {
        this.client = client;
        this.settings = settings;
    }

    public void ask(LakeSettings lake) {
        Stream.of(lake.bucket(), lake.processedBucket()).distinct().forEach(this::ask);
    }

    private void ask(String bucket) {
        try {
            client.headBucket(request -> request.bucket(bucket));
        } catch (S3Exception e) {
            if (e.statusCode() >= 500) {
                logUnreachable(bucket, e);
            } else {
                settings.problem(problem(bucket, e.statusCode()));
            }
        } catch (SdkException e) {
            logUnreachable(bucket, e);
        }
    }

    private static void logUnreachable(String bucket, SdkException e) {
        LOG.warn("Bucket {} is unreachable; Tourbus keeps its objects as dead letters: {}", bucket, e.getMessage());
    }

    private static String problem(String bucket, int status) {
        return switch (status) {
            case 404 ->
                "The bucket '%s' does not exist. Create it, or set AWS_S3_BUCKET_RAW or AWS_S3_BUCKET_PROCESSED."
                        .formatted(bucket);
            case 301 ->
                "The bucket '%s' is in another region. Set AWS_REGION to the region of the bucket.".formatted(bucket);
            default ->
                "S3 returns HTTP %d for the bucket '%s'. Allow s3:ListBucket and s3:PutObject for these credentials."
                        .formatted(status, bucket);
        };
    }
}
