package io.tourbus.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tourbus.model.LandedObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Reads again what runs have left in the lake. */
public final class LakeReader {

    private final S3Client s3;
    private final String bucket;

    /** @param bucket where manifests are */
    public LakeReader(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * The run that began last, of those that have a manifest.
     *
     * @throws LakeException when there is none
     */
    public String latestRun() {
        var folder = "s3://%s/%s".formatted(bucket, Manifest.FOLDER);
        try {
            return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(Manifest.FOLDER)).contents().stream()
                    .flatMap(object -> Manifest.runOf(object.key()).stream())
                    .max(String::compareTo)
                    .orElseThrow(() -> new LakeException("no run has a manifest in " + folder));
        } catch (SdkException e) {
            throw unreadable(folder, e);
        }
    }

    /** @throws LakeException when there is none, or none that can be read */
    public Manifest manifest(String runId) {
        var address = "s3://%s/%s".formatted(bucket, Manifest.key(runId));
        try {
            return Manifest.read(get(bucket, Manifest.key(runId), (response, in) -> in.readAllBytes()));
        } catch (NoSuchKeyException e) {
            throw new LakeException("run %s has no manifest, there is no %s".formatted(runId, address), e);
        } catch (JsonProcessingException e) {
            throw new LakeException("%s is no manifest: %s".formatted(address, e.getOriginalMessage()), e);
        } catch (SdkException e) {
            throw unreadable(address, e);
        }
    }

    /**
     * What is not as it landed, for people; empty when all of an object is there.
     *
     * @throws LakeException when that cannot be told
     */
    public Optional<String> difference(LandedObject landed) {
        try {
            var content = get(landed.bucket(), landed.key(), (response, in) -> Content.of(in));
            return line(landed, content.differencesFrom(landed));
        } catch (NoSuchKeyException e) {
            return line(landed, List.of("missing"));
        } catch (SdkException e) {
            throw unreadable(landed.address(), e);
        }
    }

    private static Optional<String> line(LandedObject landed, List<String> differences) {
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("%s: %s".formatted(landed.address(), String.join(", ", differences)));
    }

    /** A read that breaks off is begun anew by the client, as often as a call. */
    private <T> T get(String from, String key, ResponseTransformer<GetObjectResponse, T> read) {
        var request = GetObjectRequest.builder().bucket(from).key(key).build();
        return s3.getObject(request, (response, in) -> begunAnew(read, response, in));
    }

    private static <T> T begunAnew(
            ResponseTransformer<GetObjectResponse, T> read, GetObjectResponse response, AbortableInputStream in)
            throws Exception {
        try {
            return read.transform(response, in);
        } catch (IOException e) {
            throw RetryableException.create(e.getMessage(), e);
        }
    }

    private static LakeException unreadable(String address, SdkException failure) {
        var reason = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
        return new LakeException("%s cannot be read: %s".formatted(address, reason), failure);
    }
}
