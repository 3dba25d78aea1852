package io.tourbus.spark;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * An object of the lake that the tables do not contain yet.
 *
 * @param number its number among the objects to apply, in the order of runs and keys
 * @param listed all SHA-256 that the manifest and its patches list
 * @param lines the number of lines of the last version
 * @param versions the number of lines of each version that can be in the lake, by SHA-256
 * @param loaded the SHA-256 of the version that the tables contain; null if they contain none
 */
record PendingObject(
        int number,
        RecordKind kind,
        String runId,
        String bucket,
        String key,
        String listed,
        long lines,
        Map<String, Long> versions,
        String loaded) {

    /** A dead letter that was replayed has a separate object, but its records name the slice. */
    private static final Pattern NAME = Pattern.compile("([^/_]+)_([^/]+?)(-letter-\\d+)?\\.ndjson\\.gz$");

    String address() {
        return "s3://%s/%s".formatted(bucket, key);
    }

    /** Returns the run and the slice in the name of an object. */
    static Row slice(String key) {
        var name = NAME.matcher(key);
        return name.find() ? RowFactory.create(name.group(1), name.group(2)) : RowFactory.create("", "");
    }
}
