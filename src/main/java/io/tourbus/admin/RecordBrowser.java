package io.tourbus.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.lake.LakeException;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.Manifest;
import io.tourbus.model.Entity;
import io.tourbus.model.LandedObject;
import io.tourbus.operations.InvalidOptionException;
import io.tourbus.operations.NotFoundException;
import io.tourbus.run.RunReport;
import io.tourbus.run.Vanished;
import io.tourbus.state.RunRepository;
import io.tourbus.state.RunRepository.KnownRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Header;

/** The latest records in the lake, and the objects of a run, for the page and the API. */
public record RecordBrowser(RunRepository runs, LakeReader lake, List<Entity> kinds) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LATEST_RUNS = 50;
    private static final int MAX_OBJECTS = 1_000;
    private static final int MAX_IDS = 100;
    private static final int DEFAULT_RECORDS = 100;
    private static final int MAX_RECORDS = 500;

    /**
     * The latest records of an entity type.
     *
     * @param entities all entity types
     * @param runId the newest run that delivered such records; null if none did
     * @param more whether the lake has further records
     */
    public record Records(
            @JsonProperty("entity") String entity,
            @JsonProperty("entities") List<String> entities,
            @JsonProperty("run_id") String runId,
            @JsonProperty("delivered_at") String deliveredAt,
            @JsonProperty("records") List<JsonNode> records,
            @JsonProperty("more") boolean more) {}

    /**
     * The objects of a run.
     *
     * @param vanished the entities that vanished since the last complete run, by query, each with at most 100 IDs
     * @param more whether the run has further objects
     */
    public record Objects(
            @JsonProperty("run_id") String runId,
            @JsonProperty("objects") List<LandedObject> objects,
            @JsonProperty("vanished") List<Vanished> vanished,
            @JsonProperty("more") boolean more) {}

    /**
     * The objects that a run wrote to the lake, in the order of their keys; at most 1,000.
     *
     * @throws NotFoundException if there is no such run
     * @throws LakeException if the run has no manifest
     */
    public Objects objects(@Header("run") String runId) {
        runs.find(runId).orElseThrow(NotFoundException::noRun);
        var manifest = lake.manifest(runId);
        var landed = landed(manifest);
        return new Objects(
                runId,
                landed.stream().limit(MAX_OBJECTS).toList(),
                Stream.ofNullable(manifest.vanished())
                        .flatMap(JsonNode::valueStream)
                        .map(RecordBrowser::vanished)
                        .toList(),
                landed.size() > MAX_OBJECTS);
    }

    private static Vanished vanished(JsonNode ofQuery) {
        return new Vanished(
                ofQuery.path("source").asText(),
                ofQuery.path("entity").asText(),
                ofQuery.path("query").asText(),
                ofQuery.path("count").asLong(),
                ofQuery.path("ids")
                        .valueStream()
                        .limit(MAX_IDS)
                        .map(JsonNode::asText)
                        .toList());
    }

    /**
     * The latest records of an entity type, those of the newest run first.
     *
     * @throws InvalidOptionException if a parameter is not valid
     * @throws LakeException if the lake cannot be read
     */
    public Records records(@Header("entity") String entity, @Header("limit") String limit) {
        var type = kinds.stream()
                .filter(one -> one.label().equals(entity))
                .findFirst()
                .orElseThrow(() -> new InvalidOptionException("The parameter entity is not valid. Use %s."
                        .formatted(kinds.stream().map(Entity::label).collect(Collectors.joining(", ")))));
        var wanted = RequestParameters.limit(limit, DEFAULT_RECORDS, MAX_RECORDS);
        List<JsonNode> found = new ArrayList<>();
        Optional<KnownRun> newest = Optional.empty();
        for (var run : runs.latest(Optional.empty(), LATEST_RUNS)) {
            if (found.size() > wanted) {
                break;
            }
            if (delivered(run, type)) {
                newest = newest.or(() -> Optional.of(run));
                addRecords(run, type, wanted + 1, found);
            }
        }
        return new Records(
                type.label(),
                kinds.stream().map(Entity::label).toList(),
                newest.map(KnownRun::runId).orElse(null),
                newest.map(run -> run.started().toString()).orElse(null),
                found.stream().limit(wanted).toList(),
                found.size() > wanted);
    }

    private static boolean delivered(KnownRun run, Entity type) {
        return run.report().map(RunReport::read).stream()
                .flatMap(report -> report.lines().stream())
                .anyMatch(line -> line.entity().equals(type.label()) && line.count("lake_records") > 0);
    }

    private void addRecords(KnownRun run, Entity type, int wanted, List<JsonNode> found) {
        for (var object : landed(lake.manifest(run.runId()))) {
            if (found.size() >= wanted) {
                return;
            }
            if (LakeReader.isNormalized(object) && object.key().contains("/" + type.recordFolder() + "/")) {
                lake.lines(object.bucket(), object.key()).stream()
                        .limit(wanted - found.size())
                        .map(line -> parse(line, object))
                        .forEach(found::add);
            }
        }
    }

    private List<LandedObject> landed(Manifest manifest) {
        return lake.landed(manifest).stream().map(LakeReader::lastVersion).toList();
    }

    private static JsonNode parse(byte[] line, LandedObject object) {
        try {
            return MAPPER.readTree(line);
        } catch (IOException e) {
            throw LakeException.damaged(object.address(), e);
        }
    }
}
