package io.tourbus.lake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.camel.Header;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Lists folders of the lake and reads the first lines of objects, for the lake view of the admin page and API. */
public record LakeBrowser(S3Client s3, String bucket) {

    private static final int FIRST_LINES = 20;
    private static final int MAX_ENTRIES = 200;

    /**
     * The first 200 entries of a folder.
     *
     * @param more whether the folder has further entries
     */
    public record Folder(String bucket, String folder, List<String> folders, List<Item> objects, boolean more) {}

    /** An object of a folder. @param modified ISO 8601, UTC */
    public record Item(String key, long bytes, String modified) {}

    /** The first 20 lines of an object. */
    public record Lines(String key, List<String> lines) {}

    /**
     * Lists a folder.
     *
     * @param folder ends with a slash; empty or null for the root of the bucket
     * @throws LakeException if it cannot be listed
     */
    public Folder folder(@Header("folder") String folder) {
        var prefix = folder == null ? "" : folder;
        try {
            var page = s3.listObjectsV2(
                    list -> list.bucket(bucket).prefix(prefix).delimiter("/").maxKeys(MAX_ENTRIES));
            return new Folder(
                    bucket,
                    prefix,
                    page.commonPrefixes().stream().map(CommonPrefix::prefix).toList(),
                    page.contents().stream()
                            .map(item -> new Item(
                                    item.key(), item.size(), item.lastModified().toString()))
                            .toList(),
                    page.isTruncated());
        } catch (SdkException e) {
            throw new LakeException("s3://%s/%s cannot be listed: %s".formatted(bucket, prefix, e.getMessage()), e);
        }
    }

    /**
     * Returns the first lines of a plain or gzip object, and downloads only as much as needed.
     *
     * @throws LakeException if it does not exist or cannot be read
     */
    public Lines lines(@Header("key") String key) {
        try (var object = s3.getObject(get -> get.bucket(bucket).key(key));
                var lines = new BufferedReader(new InputStreamReader(text(key, object), StandardCharsets.UTF_8))) {
            var first = new Lines(key, lines.lines().limit(FIRST_LINES).toList());
            object.abort();
            return first;
        } catch (NoSuchKeyException e) {
            throw new LakeException("s3://%s/%s does not exist.".formatted(bucket, key), e);
        } catch (SdkException | IOException | UncheckedIOException e) {
            throw new LakeException("s3://%s/%s cannot be read: %s".formatted(bucket, key, e.getMessage()), e);
        }
    }

    private static InputStream text(String key, InputStream object) throws IOException {
        return key.endsWith(".gz") ? new GZIPInputStream(object) : object;
    }
}
