package io.tourbus.warehouse;

import io.tourbus.lake.LakeLimits;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.Manifest;
import io.tourbus.model.LandedObject;
import io.tourbus.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A lake in a folder, written object by object. */
public final class TestLake {

    private static final String BUCKET = "test";

    private final Path folder;
    private final Map<String, Map<String, LandedObject>> objects = new TreeMap<>();

    public TestLake(Path folder) {
        this.folder = folder;
    }

    public LakeReader reader() {
        return new LakeReader(new FolderClient(folder), BUCKET, new LakeLimits(50_000_000, 1_000_000));
    }

    /** A concert record with a price; equal prices have equal hashes. */
    public static String concert(String id, String time, String run, String slice, int price) {
        return """
                {"concert_id":"%s","name":"Concert %s","local_date":"2027-01-02","ticket_prices":{"standard":%d.5},\
                "price_ranges":[{"type":"standard","currency":"USD","min":%d.5,"max":100}],\
                "performers":[{"artist_id":"a1","name":"Ann","matched_by":"link"},{"artist_id":null,"name":"Bob"}],\
                "data_type":"events","source":"ticketmaster","ingestion_timestamp":"%s","run_id":"%s","slice":"%s","schema_version":"1.3",\
                "record_hash":"hash%d"}""".formatted(id, id, price, price, time, run, slice, price);
    }

    /** An artist record with a popularity, which is also the ID at Spotify; equal popularities have equal hashes. */
    public static String artist(String id, String time, String run, String slice, int popularity) {
        return """
                {"artist_id":"%s","name":"Artist %s","popularity_score":%d,"spotify_id":"%d","followers":7,"genre":["rock"],\
                "links":{"homepage":["http://x"]},"data_type":"artists","source":"gigs","ingestion_timestamp":"%s","run_id":"%s",\
                "slice":"%s","schema_version":"1.3","record_hash":"hash%d"}""".formatted(id, id, popularity, popularity, time, run, slice, popularity);
    }

    /** A venue record. */
    public static String venue(String id, String time, String run, String slice) {
        return """
                {"venue_id":"%s","name":"Venue %s","city":"Bonn","country":"DE","data_type":"venues",\
                "ingestion_timestamp":"%s","run_id":"%s","slice":"%s","schema_version":"1.3","record_hash":"hash"}""".formatted(id, id, time, run, slice);
    }

    static String key(String folder, String run, String slice) {
        return "normalized/%s/year=2026/month=11/day=28/%s_%s.ndjson.gz".formatted(folder, run, slice);
    }

    /** Writes an object, and adds it to the manifest that {@link #manifest} writes. */
    public LandedObject write(String kind, String run, String slice, List<String> records) {
        return write(kind, run, slice, records, records.size());
    }

    LandedObject write(String kind, String run, String slice, List<String> records, int linesInManifest) {
        var key = key(kind, run, slice);
        var content = gzip(records);
        put(key, content);
        var landed = new LandedObject(
                BUCKET, key, linesInManifest, content.length, HexFormat.of().formatHex(Sha256.hash(content)));
        objects.computeIfAbsent(run, added -> new TreeMap<>()).put(key, landed);
        return landed;
    }

    public void manifest(String run) {
        var landed = objects.getOrDefault(run, Map.of());
        put(
                "raw/_runs/" + run + ".json",
                Manifest.of(run, "1", Map.of("status", "complete"), List.copyOf(landed.values()), List.of())
                        .in(BUCKET)
                        .content());
    }

    /** Replaces a manifest by one that ends too early. @return its address */
    String damageManifest(String run) {
        put("raw/_runs/" + run + ".json", "{\"run_id\":".getBytes(StandardCharsets.UTF_8));
        return "s3://%s/raw/_runs/%s.json".formatted(BUCKET, run);
    }

    void truncate(String key) {
        put(key, new byte[0]);
    }

    /** Writes a patch to a manifest. */
    void patch(String run, String cause, List<LandedObject> landed) {
        var patch = new Manifest.Patch(run, "1", cause, landed).in(BUCKET);
        put(patch.key(), patch.content());
    }

    public void delete(String key) {
        try {
            Files.delete(folder.resolve(key));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void put(String key, byte[] content) {
        try {
            var file = folder.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] gzip(List<String> lines) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var line : new ArrayList<>(lines)) {
                gzip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
