package io.tourbus.lake;

import java.io.IOException;
import java.io.InputStream;
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
    private static final int MAX_KEY_LENGTH = 1_024;
    private static final int MAX_LINE_LENGTH = 10_000;
    private static final int MAX_BYTES = 200_000;
    private static final String CUT = "…";

    /** The folders that Tourbus writes. The bucket may contain other data, which is not shown. */
    private static final List<String> ZONES = List.of("raw/", LakeObjects.NORMALIZED, "dead-letter/");

    /** The caller names no object. The message is one line for the caller. */
    public static final class MissingKeyException extends RuntimeException {

        private static final long serialVersionUID = 1;

        MissingKeyException() {
            super("The parameter key is missing. Add ?key= with the key of an object.");
        }
    }

    /** There is no such object or folder in the zones of the lake. The message is one line for the caller. */
    public static final class UnknownKeyException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnknownKeyException(String what) {
            super("There is no such %s in %s. List the lake with GET /api/lake."
                    .formatted(what, String.join(", ", ZONES)));
        }
    }

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
     * @param folder ends with a slash; empty or null for the zones of the lake
     * @throws UnknownKeyException if the folder is outside the zones
     * @throws LakeException if it cannot be listed
     */
    public Folder folder(@Header("folder") String folder) {
        var prefix = folder == null ? "" : folder;
        if (!prefix.isEmpty() && !isInZone(prefix)) {
            throw new UnknownKeyException("folder");
        }
        try {
            var page = s3.listObjectsV2(
                    list -> list.bucket(bucket).prefix(prefix).delimiter("/").maxKeys(MAX_ENTRIES));
            return new Folder(
                    bucket,
                    prefix,
                    page.commonPrefixes().stream()
                            .map(CommonPrefix::prefix)
                            .filter(LakeBrowser::isInZone)
                            .toList(),
                    page.contents().stream()
                            .filter(item -> isInZone(item.key()))
                            .map(item -> new Item(
                                    item.key(), item.size(), item.lastModified().toString()))
                            .toList(),
                    page.isTruncated());
        } catch (SdkException e) {
            throw new LakeException("s3://%s/%s cannot be listed: %s".formatted(bucket, prefix, e.getMessage()), e);
        }
    }

    /**
     * Returns the first lines of a plain or gzip object. Reads at most 200,000 bytes of text, and cuts lines of more than 10,000
     * characters.
     *
     * @throws MissingKeyException if there is no key
     * @throws UnknownKeyException if there is no such object, or it is outside the zones
     * @throws LakeException if it cannot be read
     */
    public Lines lines(@Header("key") String key) {
        if (key == null || key.isBlank()) {
            throw new MissingKeyException();
        }
        if (!isInZone(key)) {
            throw new UnknownKeyException("object");
        }
        try (var object = s3.getObject(get -> get.bucket(bucket).key(key))) {
            try {
                return new Lines(key, lines(text(key, object).readNBytes(MAX_BYTES)));
            } finally {
                object.abort();
            }
        } catch (NoSuchKeyException e) {
            throw new UnknownKeyException("object");
        } catch (SdkException | IOException e) {
            throw new LakeException("s3://%s/%s cannot be read: %s".formatted(bucket, key, e.getMessage()), e);
        }
    }

    private static List<String> lines(byte[] start) {
        var text = new String(start, StandardCharsets.UTF_8);
        return (start.length < MAX_BYTES ? text : text + CUT)
                .lines()
                .limit(FIRST_LINES)
                .map(line -> line.length() <= MAX_LINE_LENGTH ? line : line.substring(0, MAX_LINE_LENGTH) + CUT)
                .toList();
    }

    private static boolean isInZone(String key) {
        return ZONES.stream().anyMatch(key::startsWith)
                && key.length() <= MAX_KEY_LENGTH
                && key.chars().noneMatch(Character::isISOControl);
    }

    private static InputStream text(String key, InputStream object) throws IOException {
        return key.endsWith(".gz") ? new GZIPInputStream(object) : object;
    }
}
