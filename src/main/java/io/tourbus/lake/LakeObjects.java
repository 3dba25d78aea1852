package io.tourbus.lake;

import io.tourbus.lake.LakeObject.Zone;
import io.tourbus.model.Batch;
import io.tourbus.model.Normalized;
import io.tourbus.model.Reject;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes the objects of a batch: what the API said under {@code raw/<source>/<entity>/}, its records under
 * {@code normalized/<artists|tracks|venues|concerts>/}, both in the partition of the UTC day on which the run started. A name is
 * made of run and slice, so doing a slice again overwrites its own objects and no others.
 */
public final class LakeObjects {

    static final String NORMALIZED = "normalized/";
    private static final String LETTERS = "dead-letter/";

    private static final DateTimeFormatter PARTITION =
            DateTimeFormatter.ofPattern("'year='uuuu'/month='MM'/day='dd").withZone(ZoneOffset.UTC);

    private final String rawBucket;
    private final String processedBucket;
    private final boolean unchangedToo;
    private final Predicate<LakeObject> landedBefore;

    /**
     * @param unchangedToo whether records that have not changed are put again
     * @param landedBefore whether the run of an object has put one under the same key already
     */
    public LakeObjects(
            String rawBucket, String processedBucket, boolean unchangedToo, Predicate<LakeObject> landedBefore) {
        this.rawBucket = rawBucket;
        this.processedBucket = processedBucket;
        this.unchangedToo = unchangedToo;
        this.landedBefore = landedBefore;
    }

    /**
     * One object a zone; none for a zone that would be empty, unless a slice that is done again has left one there whose
     * records have come with other slices since: an empty one takes its place.
     */
    public List<LakeObject> build(Batch batch) {
        var wanted = wanted(batch);
        return Stream.of(raw(wanted), normalized(wanted))
                .filter(object -> object.lines() > 0 || landedBefore.test(object))
                .toList();
    }

    /** The object of the records alone, of a batch whose entities are in the raw zone already; none if it would be empty. */
    public List<LakeObject> records(Batch batch) {
        return Stream.of(normalized(wanted(batch)))
                .filter(object -> object.lines() > 0)
                .toList();
    }

    /** An object of dead letters, which is outside of all zones. */
    public static LakeObject letters(String bucket, String runId, String name, List<byte[]> lines) {
        return LakeObject.of(
                Zone.LETTERS,
                bucket,
                "%s%s/%s.ndjson.gz".formatted(LETTERS, runId, name),
                Map.of("run_id", runId),
                lines.size(),
                GzipLines.encode(lines));
    }

    private Batch wanted(Batch batch) {
        return unchangedToo ? batch : batch.onlyChanged();
    }

    private LakeObject raw(Batch batch) {
        var lines = Stream.concat(
                        batch.normalized().stream().map(Normalized::raw),
                        batch.rejects().stream()
                                .filter(reject -> !reject.empty())
                                .map(Reject::json))
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
