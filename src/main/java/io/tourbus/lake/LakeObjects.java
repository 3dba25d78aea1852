package io.tourbus.lake;

import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.Reject;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/**
 * Builds the lake objects of a batch: the entities as received under {@code raw/<source>/<entity>/}, and the records under
 * {@code normalized/<artists|tracks|venues|concerts>/}. Both are partitioned by the UTC day on which the run started. Object names
 * combine run and slice, so a repeated slice overwrites exactly its own objects.
 *
 * @param includeUnchanged whether to write unchanged records again
 * @param landedBefore whether the run has already written an object with the same key
 */
public record LakeObjects(
        String rawBucket, String processedBucket, boolean includeUnchanged, Predicate<LakeObject> landedBefore) {

    static final String NORMALIZED = "normalized/";

    private static final DateTimeFormatter PARTITION =
            DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd").withZone(ZoneOffset.UTC);

    private static final Pattern RAW_KEY = Pattern.compile(
            "raw/([a-z][a-z0-9-]*)/([a-z][a-z0-9_]*)/(year=\\d+/month=\\d+/day=\\d+)/([^/_]+_([^/]+)\\.ndjson\\.gz)");

    /**
     * The parsed key of an object in the raw zone.
     *
     * @param partition {@code year=2026/month=11/day=23}
     * @param name the last part of the key, {@code <run>_<slice>.ndjson.gz}
     * @param slice the name of the slice that the object belongs to
     */
    public record RawKey(String source, Entity entity, String partition, String name, String slice) {

        /** Parses a key; empty if it is not in the raw zone. */
        public static Optional<RawKey> parse(String key) {
            var parts = RAW_KEY.matcher(key);
            return parts.matches()
                    ? Optional.of(new RawKey(
                            parts.group(1), Entity.of(parts.group(2)), parts.group(3), parts.group(4), parts.group(5)))
                    : Optional.empty();
        }

        /** Returns the key of the normalized object with the records of the same entities. */
        public String normalized() {
            return "%s%s/%s/%s".formatted(NORMALIZED, entity.recordFolder(), partition, name);
        }
    }

    /**
     * Builds the raw and the normalized object. Omits empty objects, except to replace an object that an earlier attempt of the
     * slice wrote, whose records other slices have delivered in the meantime.
     */
    public List<LakeObject> build(Batch batch) {
        var selected = select(batch);
        var objects =
                batch.embedded() ? Stream.of(normalized(selected)) : Stream.of(raw(selected), normalized(selected));
        return objects.filter(object -> object.lines() > 0 || landedBefore.test(object))
                .toList();
    }

    /** Builds an object to replace one with the entities of a slice that other slices have delivered. */
    public LakeObject withoutEntities(Batch slice) {
        return raw(slice);
    }

    /** The same for records. */
    public LakeObject withoutRecords(Batch slice) {
        return normalized(slice);
    }

    /** The kind of the records in an object; empty if the key is not in the normalized zone. */
    public static Optional<Entity> kindOf(String key) {
        var folder = key.startsWith(NORMALIZED) ? key.split("/", 3)[1] : "";
        return folder.isEmpty() ? Optional.empty() : Optional.of(Entity.ofRecordFolder(folder));
    }

    /** Builds only the normalized object, for reprocessing; empty if there are no records. */
    public List<LakeObject> records(Batch batch) {
        return Stream.of(normalized(select(batch)))
                .filter(object -> object.lines() > 0)
                .toList();
    }

    /** Builds the object to redeliver: the records of a rebuilt batch if there is one, otherwise the object of the dead letter. */
    public List<LakeObject> redelivered(
            @Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        return batch != null
                ? records(batch)
                : List.of(LakeObject.of(chunk.get(0).letter()));
    }

    /** Builds an object with copies of dead letters under {@code dead-letter/<run>/}. */
    public static LakeObject letters(String bucket, String runId, String name, List<byte[]> lines) {
        return LakeObject.of(
                Zone.LETTERS,
                bucket,
                "dead-letter/%s/%s.ndjson.gz".formatted(runId, name),
                Map.of("run_id", runId),
                lines.size(),
                GzipLines.encode(lines));
    }

    private Batch select(Batch batch) {
        return includeUnchanged ? batch : batch.onlyChanged(LakeSink.NAME);
    }

    private LakeObject raw(Batch batch) {
        var lines = Stream.of(
                        batch.normalized().stream().map(Normalized::raw),
                        batch.rejects().stream()
                                .filter(reject -> !reject.empty())
                                .map(Reject::json),
                        batch.withoutRecord().stream())
                .flatMap(Function.identity())
                .toList();
        var folder = "raw/%s/%s".formatted(batch.source(), batch.entity());
        return object(Zone.RAW, rawBucket, folder, batch, lines);
    }

    private LakeObject normalized(Batch batch) {
        var lines = batch.lines();
        var folder = NORMALIZED + batch.entity().recordFolder();
        return object(Zone.NORMALIZED, processedBucket, folder, batch, lines);
    }

    private LakeObject object(Zone zone, String bucket, String folder, Batch batch, List<byte[]> lines) {
        var key = "%s/%s/%s_%s.ndjson.gz"
                .formatted(folder, PARTITION.format(batch.runStarted()), batch.runId(), batch.slice());
        return LakeObject.of(zone, bucket, key, metadata(batch), lines.size(), GzipLines.encode(lines));
    }

    private Map<String, String> metadata(Batch batch) {
        return Map.of(
                "source", batch.source(),
                "data_type", batch.entity().label(),
                "ingestion_timestamp", batch.runStarted().toString(),
                "run_id", batch.runId(),
                "slice", batch.slice());
    }
}
