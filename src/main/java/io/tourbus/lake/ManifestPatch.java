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
 * What came into the lake for a run otherwise than by its slices, whether its manifest was there by then or not.
 *
 * @param cause what brought it: {@code letter-17}, or {@code reprocessed-<slice>}
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

    /** Where those of a run are. */
    static String folder(String runId) {
        return Manifest.FOLDER + runId + "/";
    }

    /** One line of JSON, to be put into the bucket; a cause has one, however often it brings something. */
    public LakeObject in(String bucket) {
        var key = "%s%s.json".formatted(folder(runId), cause);
        return LakeObject.of(Zone.RUNS, bucket, key, Map.of("run_id", runId), 1, Manifest.json(this));
    }
}
