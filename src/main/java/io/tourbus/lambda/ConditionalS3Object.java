package io.tourbus.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An S3 object that several processes replace with conditional puts: each process replaces only the version that it has read. */
final class ConditionalS3Object {

    /** Status codes for an object that another process is writing, has deleted or has replaced. */
    private static final Set<Integer> CONFLICT = Set.of(404, 409, 412);

    interface ContentReader {
        void read(InputStream content) throws IOException;
    }

    private final S3Client s3;
    private final String bucket;
    private final String key;

    ConditionalS3Object(S3Client s3, String bucket, String key) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
    }

    /** The URI, such as {@code s3://bucket/key}. */
    String uri() {
        return "s3://%s/%s".formatted(bucket, key);
    }

    /** The ETag of the current version; empty if the object does not exist. */
    Optional<String> etag() {
        try {
            return Optional.of(
                    s3.headObject(head -> head.bucket(bucket).key(key)).eTag());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** Reads the object, and returns the ETag of the version read; empty if the object does not exist. */
    Optional<String> get(ContentReader reader) throws IOException {
        try (var content = s3.getObject(get -> get.bucket(bucket).key(key))) {
            reader.read(content);
            return Optional.of(content.response().eTag());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /**
     * Replaces the object if it has not changed.
     *
     * @param etag the ETag of the version read before; empty if the object did not exist
     * @return the new ETag; empty if another process has changed the object
     */
    Optional<String> replace(Optional<String> etag, RequestBody content) {
        var put = PutObjectRequest.builder().bucket(bucket).key(key);
        etag.ifPresentOrElse(put::ifMatch, () -> put.ifNoneMatch("*"));
        try {
            return Optional.of(s3.putObject(put.build(), content).eTag());
        } catch (S3Exception e) {
            if (CONFLICT.contains(e.statusCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
