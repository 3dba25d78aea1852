package io.tourbus.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tourbus.model.LandedObject;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

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
     * The objects of a run, those that came as dead letters included; of each how it landed, the last one being what a letter
     * brought. A slice that is delivered again lands again, and nothing tells whether that was before or after its letter.
     *
     * @throws LakeException when that cannot be told
     */
    public List<List<LandedObject>> landed(Manifest manifest) {
        Map<String, List<LandedObject>> byAddress = new TreeMap<>();
        Stream.concat(manifest.objects().stream(), supplements(manifest.runId()))
                .forEach(object -> byAddress
                        .computeIfAbsent(object.address(), address -> new ArrayList<>())
                        .add(object));
        return List.copyOf(byAddress.values());
    }

    /** How many records there are in objects. */
    public static long records(List<List<LandedObject>> landed) {
        return landed.stream()
                .map(versions -> versions.get(versions.size() - 1))
                .filter(object -> object.key().startsWith(LakeObjects.NORMALIZED))
                .mapToLong(LandedObject::lines)
                .sum();
    }

    private Stream<LandedObject> supplements(String runId) {
        var folder = ManifestPatch.folder(runId);
        try {
            return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder)).contents().stream()
                    .map(S3Object::key)
                    .toList()
                    .stream()
                    .flatMap(key -> supplement(key).objects().stream());
        } catch (SdkException e) {
            throw unreadable("s3://%s/%s".formatted(bucket, folder), e);
        }
    }

    private ManifestPatch supplement(String key) {
        var address = "s3://%s/%s".formatted(bucket, key);
        try {
            return ManifestPatch.read(get(bucket, key, (response, in) -> in.readAllBytes()));
        } catch (JsonProcessingException e) {
            throw new LakeException("%s is no supplement: %s".formatted(address, e.getOriginalMessage()), e);
        } catch (SdkException e) {
            throw unreadable(address, e);
        }
    }

    /**
     * What is not as it landed, for people; empty when all of an object is there.
     *
     * @param versions of one object, of which it may be any
     * @throws LakeException when that cannot be told
     */
    public Optional<String> difference(List<LandedObject> versions) {
        var landed = versions.get(versions.size() - 1);
        try {
            var content = get(landed.bucket(), landed.key(), (response, in) -> ObjectDigest.read(in));
            return versions.stream()
                            .anyMatch(
                                    version -> content.differencesFrom(version).isEmpty())
                    ? Optional.empty()
                    : line(landed, content.differencesFrom(landed));
        } catch (NoSuchKeyException e) {
            return line(landed, List.of("missing"));
        } catch (SdkException e) {
            throw unreadable(landed.address(), e);
        }
    }

    /**
     * The lines of an object; none where there is no such object.
     *
     * @throws LakeException when it cannot be read, or is none of lines
     */
    public List<byte[]> lines(String from, String key) {
        var address = "s3://%s/%s".formatted(from, key);
        try {
            return GzipLines.decode(get(from, key, (response, in) -> in.readAllBytes()));
        } catch (NoSuchKeyException e) {
            return List.of();
        } catch (IOException e) {
            throw new LakeException("%s is damaged: %s".formatted(address, e.getMessage()), e);
        } catch (SdkException e) {
            throw unreadable(address, e);
        }
    }

    /** The runs that began on a day of UTC, of those that have a manifest, the first one first. */
    public List<String> runsOf(LocalDate day) {
        var prefix = Manifest.FOLDER + day.format(DateTimeFormatter.BASIC_ISO_DATE);
        try {
            return s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                    .flatMap(object -> Manifest.runOf(object.key()).stream())
                    .sorted()
                    .toList();
        } catch (SdkException e) {
            throw unreadable("s3://%s/%s".formatted(bucket, prefix), e);
        }
    }

    private static Optional<String> line(LandedObject landed, List<String> differences) {
        return Optional.of("%s: %s".formatted(landed.address(), String.join(", ", differences)));
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
