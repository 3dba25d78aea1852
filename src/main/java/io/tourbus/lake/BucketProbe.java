package io.tourbus.lake;

import io.tourbus.settings.Settings;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Asks for the buckets of the lake before anything is asked of an API. A bucket that is refused is wrong settings; a store that
 * does not answer is not: dead letters keep what is meant for it until it does.
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
                away(bucket, e);
            } else {
                settings.problem(refused(bucket, e.statusCode()));
            }
        } catch (SdkException e) {
            away(bucket, e);
        }
    }

    private static void away(String bucket, SdkException e) {
        LOG.warn("the bucket {} is out of reach, dead letters keep what it does not take: {}", bucket, e.getMessage());
    }

    private static String refused(String bucket, int status) {
        return switch (status) {
            case 404 ->
                "there is no bucket '%s': create it, or set AWS_S3_BUCKET_RAW or AWS_S3_BUCKET_PROCESSED"
                        .formatted(bucket);
            case 301 -> "the bucket '%s' is in another region: set AWS_REGION to its own".formatted(bucket);
            default ->
                "S3 answers %d when asked for the bucket '%s': these credentials need s3:ListBucket and s3:PutObject of it"
                        .formatted(status, bucket);
        };
    }
}
