package io.tourbus.warehouse;

import io.tourbus.lake.LakeReader;
import io.tourbus.model.LandedObject;
import io.tourbus.warehouse.schema.RecordKind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An object of the lake that the tables do not contain yet.
 *
 * @param address where the object is
 * @param versions what the manifest and its patches say about the object; any of them can be in the lake
 * @param loaded the SHA-256 of the version that the tables contain; null if they contain none
 */
record PendingObject(RecordKind kind, String runId, String address, List<LandedObject> versions, String loaded) {

    /** A dead letter that was replayed has a separate object, but its records name the slice. */
    private static final Pattern NAME = Pattern.compile("([^/_]+)_([^/]+?)(-letter-\\d+)?\\.ndjson\\.gz$");

    /** The run and slice in the name of an object. */
    record Slice(String runId, String name) {

        static Slice of(String objectKey) {
            var name = NAME.matcher(objectKey);
            return name.find() ? new Slice(name.group(1), name.group(2)) : new Slice("", "");
        }
    }

    private LandedObject last() {
        return LakeReader.lastVersion(versions);
    }

    String key() {
        return last().key();
    }

    String bucket() {
        return last().bucket();
    }

    long lines() {
        return last().lines();
    }

    /** Returns all SHA-256 of a list of versions, sorted. The list changes if a patch is added or replaced. */
    static String listed(List<LandedObject> versions) {
        Set<String> hashes = versions.stream().map(LandedObject::sha256).collect(Collectors.toCollection(TreeSet::new));
        return String.join(",", hashes);
    }

    String listed() {
        return listed(versions);
    }
}
