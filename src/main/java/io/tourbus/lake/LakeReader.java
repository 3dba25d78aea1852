package io.tourbus.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tourbus.lake.LakeLimits.LimitException;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Reads manifests and objects of earlier runs from the lake, to verify or reprocess them.
 *
 * @param bucket the bucket with the manifests; the absolute path of a lake in a folder
 */
public record LakeReader(S3Client s3, String bucket, LakeLimits limits) {

    /** Reads manifests from another bucket. */
    public LakeReader from(String otherBucket) {
        return new LakeReader(s3, otherBucket, limits);
    }

    /**
     * Returns the ID of the latest run with a manifest.
     *
     * @throws LakeException if there is none
     */
    public String latestRun() {
        var runs = runsWithPrefix(Manifest.FOLDER);
        if (runs.isEmpty()) {
            throw new LakeException("No run has a manifest in %s.".formatted(address(bucket, Manifest.FOLDER)));
        }
        return runs.get(runs.size() - 1);
    }

    /**
     * Returns the IDs of the runs with a manifest that started on a UTC day, oldest first.
     *
     * @throws LakeException if there are none
     */
    public List<String> runsOf(LocalDate day) {
        var runs = runsWithPrefix(Manifest.FOLDER + day.format(DateTimeFormatter.BASIC_ISO_DATE));
        if (runs.isEmpty()) {
            throw new LakeException("No run of %s has a manifest in %s. List the runs with `tourbus runs`."
                    .formatted(day, address(bucket, Manifest.FOLDER)));
        }
        return runs;
    }

    /**
     * Returns the runs with a manifest, oldest first, each with a text that changes when its manifest or a patch changes.
     *
     * @param prefix of the run IDs; it can be empty
     * @throws LakeException if the manifests cannot be listed
     */
    public SortedMap<String, String> listings(String prefix) {
        SortedMap<String, String> listings = new TreeMap<>();
        var all = Manifest.FOLDER + prefix;
        reading(address(bucket, all), () -> {
            s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(all)).contents().stream()
                    .sorted(Comparator.comparing(S3Object::key))
                    .forEach(file -> listings.merge(
                            Manifest.runOfFile(file.key()),
                            "%s %s".formatted(file.key(), file.eTag()),
                            (first, second) -> first + "\n" + second));
            return null;
        });
        listings.entrySet().removeIf(run -> !run.getValue().contains(Manifest.key(run.getKey()) + " "));
        return listings;
    }

    /**
     * The content of an object.
     *
     * @param sha256 in hex
     * @param lines the number of lines after decompression
     */
    public record Content(byte[] bytes, String sha256, int lines) {}

    /**
     * Reads a gzip NDJSON object; empty if it does not exist.
     *
     * @throws LakeException if the object cannot be read or decompressed
     */
    public Optional<Content> content(String from, String key) {
        var address = address(from, key);
        return reading(address, () -> {
            try {
                var content = bytes(from, key);
                var hash = HexFormat.of().formatHex(Sha256.hash(content));
                return Optional.of(new Content(content, hash, GzipLines.count(content, limits)));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw LakeException.damaged(address, e);
            }
        });
    }

    /** Whether an object exists. True as well if the permission to list the bucket is missing, without which S3 does not say so. */
    public boolean exists(String from, String key) {
        return reading(address(from, key), () -> {
            try {
                s3.headObject(request -> request.bucket(from).key(key));
                return true;
            } catch (NoSuchKeyException e) {
                return false;
            } catch (S3Exception e) {
                if (e.statusCode() == HttpStatusCode.FORBIDDEN) {
                    return true;
                }
                throw e;
            }
        });
    }

    private List<String> runsWithPrefix(String prefix) {
        return reading(
                address(bucket, prefix),
                () -> keys(prefix)
                        .flatMap(key -> Manifest.runOf(key).stream())
                        .sorted()
                        .toList());
    }

    public String manifestAddress(String runId) {
        return address(bucket, Manifest.key(runId));
    }

    /** @throws LakeException if there is no manifest, or it cannot be read */
    public Manifest manifest(String runId) {
        var key = Manifest.key(runId);
        var address = manifestAddress(runId);
        return reading(address, () -> {
            try {
                return json(key, Manifest.class, "manifest");
            } catch (NoSuchKeyException e) {
                throw new LakeException("Run %s has no manifest: %s does not exist.".formatted(runId, address), e);
            }
        });
    }

    /**
     * Returns the objects of a run, redelivered ones included. Each object has all versions that can be in the lake, those of
     * manifest patches last. It is unknown in which order a repeated slice and a redelivery wrote an object.
     *
     * @throws LakeException if a manifest patch cannot be read
     */
    public List<List<LandedObject>> landed(Manifest manifest) {
        Map<String, List<LandedObject>> byAddress = new TreeMap<>();
        var patches = keys(Manifest.Patch.folder(manifest.runId()))
                .map(key -> reading(address(bucket, key), () -> json(key, Manifest.Patch.class, "manifest patch")));
        Stream.concat(manifest.objects().stream(), patches.flatMap(patch -> patch.objects().stream()))
                .forEach(object -> byAddress
                        .computeIfAbsent(object.address(), address -> new ArrayList<>())
                        .add(object));
        return List.copyOf(byAddress.values());
    }

    /** Of the versions of an object that can be in the lake, the one that was written last as far as manifests show. */
    public static LandedObject lastVersion(List<LandedObject> versions) {
        return versions.get(versions.size() - 1);
    }

    /** Returns the number of records in the last version of each object. */
    public static long records(List<List<LandedObject>> landed) {
        return landed.stream()
                .map(LakeReader::lastVersion)
                .filter(LakeReader::isNormalized)
                .mapToLong(LandedObject::lines)
                .sum();
    }

    /** Whether an object contains records. */
    public static boolean isNormalized(LandedObject object) {
        return object.key().startsWith(LakeObjects.NORMALIZED);
    }

    /**
     * Reads an object, to write it with the same key and metadata to another bucket.
     *
     * @throws LakeException if it cannot be read
     */
    public LakeObject copy(LandedObject landed, String toBucket) {
        return reading(
                landed.address(),
                () -> get(
                        landed.bucket(),
                        landed.key(),
                        (response, in) -> LakeObject.of(
                                isNormalized(landed) ? Zone.NORMALIZED : Zone.RAW,
                                toBucket,
                                landed.key(),
                                response.metadata(),
                                (int) landed.lines(),
                                bytes(in))));
    }

    /**
     * Returns the last version of each object that is as it was written. Objects are read one at a time.
     *
     * @param landed all versions of each object
     * @param different receives each other object, with the difference
     * @throws LakeException if an object cannot be read
     */
    public Iterator<LandedObject> unchanged(
            Stream<List<LandedObject>> landed, BiConsumer<LandedObject, String> different) {
        return landed.filter(versions -> {
                    var difference = difference(versions);
                    difference.ifPresent(message -> different.accept(lastVersion(versions), message));
                    return difference.isEmpty();
                })
                .map(LakeReader::lastVersion)
                .iterator();
    }

    private <T> T json(String key, Class<T> type, String kind) {
        try {
            return Manifest.read(bytes(bucket, key), type);
        } catch (JsonProcessingException e) {
            var address = address(bucket, key);
            throw new LakeException("%s is not a %s: %s".formatted(address, kind, e.getOriginalMessage()), e);
        }
    }

    /**
     * Compares an object with what was written, and returns a message if they differ.
     *
     * @param versions all versions of the object that can be in the lake; any of them is accepted
     * @throws LakeException if the object cannot be read
     */
    public Optional<String> difference(List<LandedObject> versions) {
        var landed = lastVersion(versions);
        return reading(landed.address(), () -> {
            try {
                var digest = get(
                        landed.bucket(), landed.key(), (response, in) -> ObjectDigest.read(in, limits.objectBytes()));
                return versions.stream().anyMatch(digest::matches)
                        ? Optional.empty()
                        : Optional.of("%s: %s".formatted(landed.address(), digest.differencesFrom(landed)));
            } catch (NoSuchKeyException e) {
                return Optional.of(landed.address() + ": missing");
            }
        });
    }

    /**
     * Returns the lines of a gzip NDJSON object; empty if it does not exist.
     *
     * @throws LakeException if the object cannot be read or decompressed
     */
    public List<byte[]> lines(String from, String key) {
        var address = address(from, key);
        return reading(address, () -> {
            try {
                return GzipLines.decode(bytes(from, key), limits);
            } catch (NoSuchKeyException e) {
                return List.of();
            } catch (IOException e) {
                throw LakeException.damaged(address, e);
            }
        });
    }

    private Stream<String> keys(String prefix) {
        return reading(
                address(bucket, prefix),
                () -> s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                        .map(S3Object::key)
                        .toList()
                        .stream());
    }

    private byte[] bytes(String from, String key) {
        return get(from, key, (response, in) -> bytes(in));
    }

    private byte[] bytes(InputStream in) throws IOException {
        var bytes = in.readNBytes(limits.objectBytes() + 1);
        limits.checkObject(bytes.length);
        return bytes;
    }

    /** Gets an object. The client repeats the call also if the connection breaks while the content is read. */
    private <T> T get(String from, String key, ResponseTransformer<GetObjectResponse, T> read) {
        var request = GetObjectRequest.builder().bucket(from).key(key).build();
        return s3.getObject(request, (response, in) -> retryable(read, response, in));
    }

    private static <T> T retryable(
            ResponseTransformer<GetObjectResponse, T> read, GetObjectResponse response, AbortableInputStream in)
            throws Exception {
        try {
            return read.transform(response, in);
        } catch (IOException e) {
            throw RetryableException.create(e.getMessage(), e);
        }
    }

    private <T> T reading(String address, Supplier<T> read) {
        try {
            return read.get();
        } catch (LimitException e) {
            throw new LakeException("%s cannot be read: %s".formatted(address, e.getMessage()), e);
        } catch (NoSuchBucketException e) {
            throw new LakeException(
                    "%s cannot be read: the bucket does not exist. Check its name.".formatted(address), e);
        } catch (SdkException e) {
            var cause = e.getCause() instanceof LimitException limit ? limit : e;
            var reason = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
            throw new LakeException("%s cannot be read: %s".formatted(address, reason), e);
        }
    }

    /** Returns where an object is. All objects of a lake in a folder are in this folder, also those that name a bucket. */
    public String address(String from, String key) {
        return bucket.startsWith("/") ? bucket + "/" + key : "s3://%s/%s".formatted(from, key);
    }
}
