package io.tourbus.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A lake in a folder, which begins with the last run of the sandbox. */
final class TestLake {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String BUCKET = "concert-data-raw";

    private final Path folder;
    private final Map<String, Map<String, ObjectNode>> objects = new TreeMap<>();

    TestLake(Path folder) {
        this.folder = folder;
    }

    /** Copies the last run of another lake. @return its ID */
    String copyLastRun(Path from) throws Exception {
        Path manifest;
        try (var files = Files.list(from.resolve("raw/_runs"))) {
            manifest = files.filter(file -> file.toString().endsWith(".json"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
        var run = manifest.getFileName().toString().replace(".json", "");
        for (var object : JSON.readTree(manifest.toFile()).get("objects")) {
            var key = object.get("key").asText();
            if (key.startsWith("normalized/")) {
                write(run, key, lines(Files.readAllBytes(from.resolve(key))), 0);
            }
        }
        manifest(run);
        return run;
    }

    /** Writes the beginning of a manifest. */
    void damagedManifest(String run) throws IOException {
        Files.writeString(
                folder.resolve("raw/_runs").resolve(run + ".json"),
                "{\"run_id\":\"%s\",\"objects\":[{\"bucket\":\"".formatted(run));
    }

    /** Writes a run a number of days later with most of the records of another one. Some have other content. */
    void repeatRun(String run, String later, int days) throws Exception {
        for (var key : List.copyOf(objects.get(run).keySet())) {
            List<String> lines = new ArrayList<>();
            for (var line : lines(Files.readAllBytes(folder.resolve(key)))) {
                var record = (ObjectNode) JSON.readTree(line);
                var hash = Math.floorMod(record.get("record_hash").asText().hashCode(), 10);
                if (hash > 0) {
                    var time = Instant.parse(record.get("ingestion_timestamp").asText());
                    record.put(
                            "ingestion_timestamp",
                            time.plus(Duration.ofDays(days)).toString());
                    record.put("run_id", later);
                    if (hash < 3) {
                        change(record, days);
                    }
                    lines.add(JSON.writeValueAsString(record));
                }
            }
            write(later, key.replace(run, later), lines, 0);
        }
        manifest(later);
    }

    private static void change(ObjectNode record, int days) {
        record.put("name", record.get("name").asText() + " " + days);
        record.put("record_hash", record.get("record_hash").asText() + days);
        record.path("price_ranges").forEach(price -> ((ObjectNode) price).put("min", 10 + days / 8.0));
        if (record.has("followers")) {
            record.put("followers", 1000 + days);
        }
    }

    /** Writes objects with late, repeated, redone and reprocessed records, and some with the same time. */
    void writeRandomObjects(Random random, int count) throws Exception {
        for (var object = 0; object < count; object++) {
            var minute = random.nextInt(12);
            var run = "20261123T02%02d00Z-daily-aaaa".formatted(minute);
            var slice = "s" + random.nextInt(2);
            List<String> records = new ArrayList<>();
            for (var id = 0; id < 8; id++) {
                if (random.nextInt(3) > 0) {
                    var time = "2026-11-23T02:%02d:0%d.5Z".formatted(minute + random.nextInt(3), random.nextInt(3));
                    records.add(concert("c" + id, time, run, slice, random.nextInt(3)));
                }
            }
            write(
                    run,
                    "normalized/concerts/year=2026/month=11/day=23/%s_%s.ndjson.gz".formatted(run, slice),
                    records,
                    0);
            manifest(run);
        }
    }

    static String concert(String id, String time, String run, String slice, int price) {
        return """
                {"concert_id":"%s","name":"Concert %s","local_date":"2027-01-02","ticket_prices":{"standard":%d.5},\
                "price_ranges":[{"type":"standard","currency":"USD","min":%d.5,"max":100}],\
                "performers":[{"artist_id":"gigs_a","name":"Ann","spotify_id":"%d"},{"artist_id":null,"name":"Bob"}],\
                "data_type":"events","source":"gigs","ingestion_timestamp":"%s","run_id":"%s","slice":"%s","schema_version":"1.3",\
                "record_hash":"hash%d"}""".formatted(id, id, price, price, price, time, run, slice, price);
    }

    /** Rewrites an object without a new manifest, as a slice that was reprocessed, and writes the patch. */
    void reprocess(String run, String key) throws Exception {
        List<String> lines = new ArrayList<>();
        for (var line : lines(Files.readAllBytes(folder.resolve(key)))) {
            var record = (ObjectNode) JSON.readTree(line);
            change(record, 5);
            lines.add(JSON.writeValueAsString(record));
        }
        var before = objects.get(run).get(key);
        var patch = JSON.createObjectNode()
                .put("run_id", run)
                .put("tourbus_version", "1")
                .put("cause", "reprocessed-x");
        patch.putArray("objects").add(write(run, key, lines, 0));
        objects.get(run).put(key, before);
        put("raw/_runs/%s/reprocessed-x.json".formatted(run), JSON.writeValueAsBytes(patch));
    }

    /** Returns the key of the first object of a run below {@code normalized/}. */
    String firstObject(String run, String kind) {
        return objects.get(run).keySet().stream()
                .filter(key -> key.startsWith("normalized/" + kind))
                .findFirst()
                .orElseThrow();
    }

    /** Writes an object. @param missing how many lines it lacks */
    ObjectNode write(String run, String key, List<String> lines, int missing) throws Exception {
        var content = gzip(lines);
        put(key, content);
        var object = JSON.createObjectNode()
                .put("bucket", BUCKET)
                .put("key", key)
                .put("lines", lines.size() + missing)
                .put("bytes", content.length)
                .put(
                        "sha256",
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        objects.computeIfAbsent(run, added -> new TreeMap<>()).put(key, object);
        return object;
    }

    void manifest(String run) throws IOException {
        var manifest = JSON.createObjectNode().put("run_id", run).put("tourbus_version", "1");
        manifest.putObject("report").put("status", "complete");
        manifest.putArray("objects")
                .addAll(List.<JsonNode>copyOf(objects.get(run).values()));
        manifest.putArray("vanished");
        put("raw/_runs/" + run + ".json", JSON.writeValueAsBytes(manifest));
    }

    private void put(String key, byte[] content) throws IOException {
        var file = folder.resolve(key);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static List<String> lines(byte[] content) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static byte[] gzip(List<String> lines) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (var line : lines) {
                gzip.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
