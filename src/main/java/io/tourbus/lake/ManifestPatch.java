package io.tourbus.lake;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.LandedObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An addition to the {@link Manifest} of a run: objects that redelivery or reprocessing wrote, before or after the manifest
 * itself. Stored as {@code raw/_runs/<run>/<cause>.json}.
 *
 * @param cause the redelivered dead letter, {@code letter-<id>}, or the reprocessed slice, {@code reprocessed-<slice>}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ManifestPatch(
        @JsonProperty("run_id") String runId,
        @JsonProperty("tourbus_version") String version,
        @JsonProperty("cause") String cause,
        @JsonProperty("objects") List<LandedObject> objects) {

    public ManifestPatch {
        Objects.requireNonNull(runId, "run_id");
        objects = List.copyOf(Objects.requireNonNull(objects, "objects"));
    }

    static ManifestPatch read(byte[] json) throws JsonProcessingException {
        return Manifest.read(json, ManifestPatch.class);
    }

    /** Returns the folder with all patches of a run. */
    static String folder(String runId) {
        return Manifest.FOLDER + runId + "/";
    }

    /** Encodes the patch as one line of JSON. A later patch with the same cause overwrites it. */
    public LakeObject in(String bucket) {
        var key = "%s%s.json".formatted(folder(runId), cause);
        return LakeObject.of(Zone.RUNS, bucket, key, Map.of("run_id", runId), 1, Manifest.json(this));
    }
}
