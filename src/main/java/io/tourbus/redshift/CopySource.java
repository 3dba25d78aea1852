package io.tourbus.redshift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.aws.AwsFailures;
import io.tourbus.lake.LakeException;
import io.tourbus.lake.LakeReader;
import io.tourbus.model.LandedObject;
import io.tourbus.warehouse.SkippedObject;
import io.tourbus.warehouse.schema.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of the lake that a load copies, and the manifests for {@code COPY} that list them. */
final class CopySource {

    /** The kinds of records with a table in Redshift. */
    static final List<RecordKind> KINDS = List.of(RecordKind.ARTISTS, RecordKind.VENUES, RecordKind.CONCERTS);

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    /** An object of a run. */
    record Entry(RecordKind kind, String runId, LandedObject object) {

        /** Identifies the object with its content, as the table {@code loads} does. */
        String version() {
            return object.key() + " " + object.sha256();
        }
    }

    /**
     * @param missing addresses of objects that manifests list and that do not exist
     * @param damaged manifests whose runs are left out
     */
    record Pending(List<Entry> entries, List<String> missing, List<SkippedObject> damaged) {

        Set<RecordKind> kinds() {
            return entries.stream().map(Entry::kind).collect(Collectors.toSet());
        }
    }

    private final LakeReader lake;

    CopySource(LakeReader lake) {
        this.lake = lake;
    }

    /**
     * Returns the objects that have not been loaded.
     *
     * @param loaded {@linkplain Entry#version() versions}
     * @throws LakeException if the bucket cannot be read
     */
    Pending pending(Set<String> loaded) {
        List<Entry> found = new ArrayList<>();
        List<SkippedObject> damaged = new ArrayList<>();
        for (var runId : lake.listings("").keySet()) {
            for (var versions : landed(runId, damaged)) {
                var object = LakeReader.lastVersion(versions);
                RecordKind.ofObject(object.key())
                        .filter(KINDS::contains)
                        .map(kind -> new Entry(kind, runId, object))
                        .filter(entry -> !loaded.contains(entry.version()))
                        .ifPresent(found::add);
            }
        }
        Map<String, Set<String>> existing = new HashMap<>();
        var byExistence = found.stream()
                .collect(Collectors.partitioningBy(entry -> existing.computeIfAbsent(
                                entry.object().bucket() + "/" + entry.kind().folder(),
                                folder -> keys(entry.object().bucket(), entry.kind()))
                        .contains(entry.object().key())));
        return new Pending(
                byExistence.get(true),
                byExistence.get(false).stream()
                        .map(entry -> entry.object().address())
                        .toList(),
                damaged);
    }

    private List<List<LandedObject>> landed(String runId, List<SkippedObject> damaged) {
        try {
            return lake.landed(lake.manifest(runId));
        } catch (LakeException e) {
            if (!e.damaged()) {
                throw e;
            }
            damaged.add(SkippedObject.of(lake.manifestAddress(runId), e));
            return List.of();
        }
    }

    private Set<String> keys(String bucket, RecordKind kind) {
        try {
            Set<String> keys = new HashSet<>();
            var prefix = "normalized/%s/".formatted(kind.folder());
            lake.s3().listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix)).contents().stream()
                    .map(S3Object::key)
                    .forEach(keys::add);
            return keys;
        } catch (SdkException e) {
            throw unavailable("The objects in s3://%s cannot be listed".formatted(bucket), e);
        }
    }

    /**
     * Writes a manifest for each kind, and the list of all objects for the table {@code loads}.
     *
     * @param location {@code s3://bucket/prefix}
     */
    void writeManifests(Collection<Entry> entries, String location) {
        var byKind = entries.stream().collect(Collectors.groupingBy(Entry::kind, TreeMap::new, Collectors.toList()));
        byKind.forEach((kind, ofKind) -> put(
                location + "/" + manifest(kind),
                json(Map.of("entries", ofKind.stream().map(CopySource::source).toList()))));
        put(
                location + "/loads.json",
                entries.stream().map(CopySource::row).map(CopySource::json).collect(Collectors.joining("\n")));
    }

    private static String manifest(RecordKind kind) {
        return kind.folder() + ".manifest";
    }

    private static Map<String, Object> source(Entry entry) {
        return Map.of("url", entry.object().address(), "mandatory", true);
    }

    private static Map<String, Object> row(Entry entry) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("table_name", entry.kind().folder());
        row.put("object_key", entry.object().key());
        row.put("sha256", entry.object().sha256());
        row.put("run_id", entry.runId());
        row.put("lines", entry.object().lines());
        return row;
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists can be written as JSON", e);
        }
    }

    private void put(String address, String content) {
        var path = address.substring("s3://".length());
        var slash = path.indexOf('/');
        try {
            lake.s3()
                    .putObject(
                            request -> request.bucket(path.substring(0, slash)).key(path.substring(slash + 1)),
                            RequestBody.fromString(content, StandardCharsets.UTF_8));
        } catch (SdkException e) {
            throw unavailable(address + " cannot be written", e);
        }
    }

    private static RedshiftException unavailable(String what, SdkException failure) {
        return new RedshiftException("%s: %s".formatted(what, AwsFailures.summary(failure)), failure);
    }
}
