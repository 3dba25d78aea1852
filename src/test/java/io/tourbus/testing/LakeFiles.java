package io.tourbus.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The objects of the embedded S3, which are files. */
public final class LakeFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> ID_FIELDS =
            Map.of("artists", "artist_id", "tracks", "track_id", "venues", "venue_id", "events", "concert_id");

    private static final String ENDING = ".ndjson.gz";

    private final Path bucket;

    public LakeFiles(Path bucket) {
        this.bucket = bucket;
    }

    /** Keys of the objects in the lake; files that the embedded S3 is still writing have other endings, and are then renamed. */
    public List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        Files.walkFileTree(bucket, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var key = bucket.relativize(file).toString();
                if (key.endsWith(".gz") || key.endsWith(".json")) {
                    keys.add(key);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException && !file.equals(bucket)) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        keys.sort(null);
        return keys;
    }

    /** Writes an object with one line. */
    public void write(String key, byte[] line) throws IOException {
        var file = bucket.resolve(key);
        Files.createDirectories(file.getParent());
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write(line);
            gzip.write('\n');
        }
    }

    /** The lines of all objects below a folder of the lake. */
    public List<byte[]> lines(String below) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        for (var key : keys()) {
            if (key.startsWith(below + "/")) {
                lines.addAll(linesOf(bucket.resolve(key)));
            }
        }
        return lines;
    }

    /** The same lines as JSON. */
    public List<JsonNode> records(String below) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (var line : lines(below)) {
            records.add(MAPPER.readTree(line));
        }
        return records;
    }

    /** The lines of one object as JSON. */
    public List<JsonNode> recordsOf(String key) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (var line : linesOf(bucket.resolve(key))) {
            records.add(MAPPER.readTree(line));
        }
        return records;
    }

    /** The IDs of all records of a run in the lake, with repetitions, without embedded artists. */
    public List<String> ids(String runId) throws IOException {
        return records("normalized").stream()
                .filter(record -> record.path("run_id").asText().equals(runId))
                .filter(record -> !isEmbeddedArtist(record))
                .map(LakeFiles::id)
                .toList();
    }

    /** The IDs of the records of some slices. */
    public Set<String> idsOfSlices(Collection<String> slices) throws IOException {
        Set<String> ids = new HashSet<>();
        for (var key : keys()) {
            if (key.startsWith("normalized/")
                    && slices.stream().anyMatch(slice -> key.endsWith("_" + slice + ENDING))) {
                recordsOf(key).forEach(record -> ids.add(id(record)));
            }
        }
        return ids;
    }

    /** Whether a record is an artist of an event or of a track, which lacks popularity and images. */
    public static boolean isEmbeddedArtist(JsonNode record) {
        return record.path("data_type").asText().equals("artists")
                && (record.path("source").asText().equals("ticketmaster")
                        || record.path("popularity_score").isNull()
                                && record.path("images").isEmpty());
    }

    public static boolean isEmbeddedArtist(byte[] line) {
        try {
            return isEmbeddedArtist(MAPPER.readTree(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String id(JsonNode record) {
        return record.path(ID_FIELDS.get(record.path("data_type").asText())).asText();
    }

    private static List<byte[]> linesOf(Path file) throws IOException {
        List<byte[]> lines = new ArrayList<>();
        try (var in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            var line = new ByteArrayOutputStream();
            for (int read = in.read(); read >= 0; read = in.read()) {
                if (read == '\n') {
                    lines.add(line.toByteArray());
                    line.reset();
                } else {
                    line.write(read);
                }
            }
        }
        return lines;
    }
}
