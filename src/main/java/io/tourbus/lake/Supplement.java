package io.tourbus.lake;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.LandedObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What came into the lake for a run by way of a dead letter, whether its manifest was there by then or not. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Supplement(
        @JsonProperty("run_id") String runId,
        @JsonProperty("tourbus_version") String version,
        @JsonProperty("letter") long letter,
        @JsonProperty("objects") List<LandedObject> objects) {

    public Supplement {
        Objects.requireNonNull(runId, "run_id");
        objects = List.copyOf(Objects.requireNonNull(objects, "objects"));
    }

    static Supplement read(byte[] json) throws JsonProcessingException {
        return Manifest.read(json, Supplement.class);
    }

    /** Where those of a run are. */
    static String folder(String runId) {
        return Manifest.FOLDER + runId + "/";
    }

    /** One line of JSON, to be put into the bucket; a letter has one, however often it arrives. */
    public LakeObject in(String bucket) {
        var key = "%sletter-%d.json".formatted(folder(runId), letter);
        return LakeObject.of(Zone.RUNS, bucket, key, Map.of("run_id", runId), 1, Manifest.json(this));
    }
}
