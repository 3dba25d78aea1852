package io.tourbus.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An object that several processes replace, each only what it has read. */
final class ConditionalS3Object {

    /** Somebody else is about to write it, it is gone, or it is another one. */
    private static final Set<Integer> OVERTAKEN = Set.of(404, 409, 412);

    /** Reads what an object holds. */
    interface Reading {
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

    String address() {
        return "s3://%s/%s".formatted(bucket, key);
    }

    /** Which one it is; empty where there is none. */
    Optional<String> etag() {
        try {
            return Optional.of(
                    s3.headObject(head -> head.bucket(bucket).key(key)).eTag());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** Reads it, and says which one that was; empty where there is none. */
    Optional<String> get(Reading reading) throws IOException {
        try (var content = s3.getObject(get -> get.bucket(bucket).key(key))) {
            reading.read(content);
            return Optional.of(content.response().eTag());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /**
     * Puts another one in its place.
     *
     * @param read which one has been read; empty for none
     * @return which one it is now; empty when somebody else has replaced it meanwhile
     */
    Optional<String> replace(Optional<String> read, Path file) {
        return replace(read, RequestBody.fromFile(file));
    }

    Optional<String> replace(Optional<String> read, RequestBody content) {
        var put = PutObjectRequest.builder().bucket(bucket).key(key);
        read.ifPresentOrElse(put::ifMatch, () -> put.ifNoneMatch("*"));
        try {
            return Optional.of(s3.putObject(put.build(), content).eTag());
        } catch (S3Exception e) {
            if (OVERTAKEN.contains(e.statusCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
