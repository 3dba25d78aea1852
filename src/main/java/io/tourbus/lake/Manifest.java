package io.tourbus.lake;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.LandedObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The list of all objects that a run wrote to the lake, stored as {@code raw/_runs/<run>.json}. Tables over sources or records do
 * not include this folder.
 *
 * @param version the version of Tourbus that wrote the manifest
 * @param report the run report
 * @param vanished the entities that vanished since the last complete run, by query
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        @JsonProperty("run_id") String runId,
        @JsonProperty("tourbus_version") String version,
        @JsonProperty("report") JsonNode report,
        @JsonProperty("objects") List<LandedObject> objects,
        @JsonProperty("vanished") JsonNode vanished) {

    /**
     * An addition to the manifest of a run: objects that redelivery or reprocessing wrote, before or after the manifest itself.
     * Stored as {@code raw/_runs/<run>/<cause>.json}.
     *
     * @param cause the redelivered dead letter, {@code letter-<id>}, or the reprocessed slice, {@code reprocessed-<slice>}
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Patch(
            @JsonProperty("run_id") String runId,
            @JsonProperty("tourbus_version") String version,
            @JsonProperty("cause") String cause,
            @JsonProperty("objects") List<LandedObject> objects) {

        public Patch {
            Objects.requireNonNull(runId, "run_id");
            objects = List.copyOf(Objects.requireNonNull(objects, "objects"));
        }

        /** Returns the folder with all patches of a run. */
        static String folder(String runId) {
            return FOLDER + runId + "/";
        }

        /** Encodes the patch as one line of JSON. A later patch with the same cause overwrites it. */
        public LakeObject in(String bucket) {
            return object(bucket, folder(runId) + cause + ENDING, runId, this);
        }
    }

    static final String FOLDER = "raw/_runs/";
    private static final String ENDING = ".json";
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    public Manifest {
        Objects.requireNonNull(runId, "run_id");
        Objects.requireNonNull(report, "report");
        objects = List.copyOf(Objects.requireNonNull(objects, "objects"));
    }

    /** Creates a manifest. @param report any value that Jackson can serialize, like the vanished entities */
    public static Manifest of(
            String runId, String version, Object report, List<LandedObject> objects, List<?> vanished) {
        return new Manifest(runId, version, MAPPER.valueToTree(report), objects, MAPPER.valueToTree(vanished));
    }

    static <T> T read(byte[] json, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(new String(json, StandardCharsets.UTF_8), type);
    }

    static String key(String runId) {
        return FOLDER + runId + ENDING;
    }

    /** Returns the ID of the run whose manifest has this key; empty for the key of another object. */
    static Optional<String> runOf(String key) {
        return key.startsWith(FOLDER) && key.endsWith(ENDING) && key.lastIndexOf('/') < FOLDER.length()
                ? Optional.of(key.substring(FOLDER.length(), key.length() - ENDING.length()))
                : Optional.empty();
    }

    /** Returns the ID of the run that a manifest or a patch belongs to. */
    static String runOfFile(String key) {
        var file = key.substring(FOLDER.length());
        var slash = file.indexOf('/');
        return slash >= 0 ? file.substring(0, slash) : file.substring(0, file.length() - ENDING.length());
    }

    /** Returns the status of the run: {@code complete}, {@code partial} or {@code failed}. */
    public String status() {
        return report.path("status").asText();
    }

    /** Encodes the manifest as one line of JSON. */
    public LakeObject in(String bucket) {
        return object(bucket, key(runId), runId, this);
    }

    private static LakeObject object(String bucket, String key, String runId, Object content) {
        try {
            var json = (MAPPER.writeValueAsString(content) + '\n').getBytes(StandardCharsets.UTF_8);
            return LakeObject.of(Zone.RUNS, bucket, key, Map.of("run_id", runId), 1, json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot encode the manifest.", e);
        }
    }
}
