package io.tourbus.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.hook.RecordHooks;
import io.tourbus.lake.LakeObjects.RawKey;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.Manifest;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.LandedObject;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.Origin;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.model.Reject;
import io.tourbus.source.Source;
import io.tourbus.source.error.RejectedException;
import io.tourbus.state.DeliveredHashes;
import io.tourbus.state.DeliveredHashes.Known;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Rebuilds the records of a run from the raw zone without calling an API. The records follow the rules of this version of Tourbus,
 * and keep their original object keys and timestamps.
 */
public final class Reprocessor {

    private final ObjectMapper mapper = new ObjectMapper();
    private final LakeReader lake;
    private final Map<String, Source.Connection> sources;
    private final String processedBucket;
    private final DeliveredHashes hashes;
    private final RecordHooks hooks;

    /**
     * @param sources by name
     * @param processedBucket of the records
     */
    public Reprocessor(
            LakeReader lake,
            Map<String, Source.Connection> sources,
            String processedBucket,
            DeliveredHashes hashes,
            RecordHooks hooks) {
        this.lake = lake;
        this.sources = Map.copyOf(sources);
        this.processedBucket = processedBucket;
        this.hashes = hashes;
        this.hooks = hooks;
    }

    /**
     * @param runId a run that has a manifest
     * @param cancelled whether to end early; {@code null} for never
     * @throws io.tourbus.lake.LakeException if the manifest is missing or unreadable
     */
    public ReprocessProgress open(@Body String runId, @Variable("cancelled") BooleanSupplier cancelled) {
        return new ReprocessProgress(lake.manifest(runId), cancelled);
    }

    /**
     * The runs that started on a UTC day and have a manifest, in order of their start.
     *
     * @throws io.tourbus.lake.LakeException if there are none
     */
    public List<String> runsOf(LocalDate day) {
        return lake.runsOf(day);
    }

    /** The raw objects of a run, without those that are missing or were changed since the run. */
    public Iterator<LandedObject> objects(@Variable("reprocessed") ReprocessProgress run) {
        var raw = lake.landed(run.manifest()).stream().filter(versions -> {
            var object = LakeReader.lastVersion(versions);
            return RawKey.parse(object.key()).isPresent() && object.lines() > 0;
        });
        run.remaining = new CancellableIterator<>(
                lake.unchanged(raw, (object, difference) -> run.skipped.add(difference)), run.cancelled);
        return run.remaining;
    }

    /**
     * The records of a raw object, after those of the entities that its entities contain. Of the latter, only the ones that are new
     * or changed, under a separate object key.
     */
    public List<ReprocessedObject> rebuild(@Body LandedObject raw, @Variable("reprocessed") ReprocessProgress run)
            throws IOException {
        var key = RawKey.parse(raw.key()).orElseThrow();
        var source = sources.get(key.source());
        var normalizer = source.normalizers().get(key.entity());
        var before = lake.lines(processedBucket, key.normalized());
        var old = new ArrayDeque<JsonNode>();
        for (var line : before) {
            old.add(mapper.readTree(line));
        }
        List<Normalized> normalized = new ArrayList<>();
        List<Reject> rejects = new ArrayList<>();
        Map<Entity, Map<String, Normalized>> embedded = new TreeMap<>();
        for (var line : lake.lines(raw.bucket(), raw.key())) {
            var known = known(key, line, old);
            var origin = new Origin(key.source(), run.runId(), key.slice(), ingestedAt(known, run));
            try {
                var position = source.position(key.entity(), known);
                var entity = new Reject("", line, position);
                var again = normalizer.renormalize(entity, key.entity(), origin, hooks);
                again.record().ifPresent(normalized::add);
                again.embedded()
                        .forEach((kind, records) -> embedded.computeIfAbsent(kind, any -> new TreeMap<>())
                                .putAll(records));
            } catch (RejectedException e) {
                rejects.add(new Reject(e.getMessage(), line, Map.of()));
            }
        }
        var batch = hooks.afterNormalize(
                null,
                new Batch(
                        run.runId(),
                        run.started(),
                        key.source(),
                        key.entity(),
                        key.slice(),
                        normalized,
                        rejects,
                        Map.of()),
                null);
        var inLake = hooks.beforeLake(null, batch, null);
        var rebuilt = new ReprocessedObject(batch, inLake, !same(inLake.lines(), before));
        run.rebuilt(rebuilt);
        return Stream.concat(changed(batch, embedded), Stream.of(rebuilt)).toList();
    }

    private Stream<ReprocessedObject> changed(Batch batch, Map<Entity, Map<String, Normalized>> embedded) {
        return embedded.entrySet().stream()
                .map(found -> {
                    var records = found.getValue();
                    var known = hashes.findAll(records.keySet());
                    records.values()
                            .removeIf(record -> !isNewer(
                                    record.line(), known.get(record.line().identity()), batch));
                    return batch.ofEmbedded(
                            batch.slice() + "-embedded-" + found.getKey(),
                            found.getKey(),
                            List.copyOf(records.values()));
                })
                .map(records -> hooks.afterNormalize(null, records, null))
                .filter(Batch::pending)
                .map(records -> new ReprocessedObject(records, hooks.beforeLake(null, records, null), true));
    }

    private static boolean isNewer(RecordLine line, Known known, Batch batch) {
        return known == null || known.in(batch.runId()) && known.isReplacedBy(line, batch.entity(), 0);
    }

    /** The existing record of an entity. Records have the order of the entities; rejected entities have none. */
    private JsonNode known(RawKey key, byte[] line, Deque<JsonNode> old) throws IOException {
        var id =
                "%s_%s".formatted(key.source(), mapper.readTree(line).path("id").asText());
        var next = old.peek();
        return next != null && next.path(key.entity().idField()).asText().equals(id)
                ? old.poll()
                : mapper.createObjectNode();
    }

    private static Instant ingestedAt(JsonNode known, ReprocessProgress run) {
        var timestamp = known.path("ingestion_timestamp").asText();
        return timestamp.isEmpty() ? run.started() : Instant.parse(timestamp);
    }

    private static boolean same(List<byte[]> lines, List<byte[]> others) {
        return lines.size() == others.size()
                && IntStream.range(0, lines.size()).allMatch(i -> Arrays.equals(lines.get(i), others.get(i)));
    }

    /** The records to send to the stream: those that changed, unless a later run has sent newer ones. */
    public Batch forStream(@Variable("batch") Batch batch, @Variable("reprocessed") ReprocessProgress run) {
        var known = hashes.findAll(batch.identities());
        var different = batch.normalized().stream()
                .filter(entity -> !known.containsKey(entity.line().identity())
                        || !known.get(entity.line().identity())
                                .hasHash(entity.line().hash()))
                .toList();
        var wanted = different.stream()
                .filter(entity -> !known.containsKey(entity.line().identity())
                        || known.get(entity.line().identity()).in(batch.runId()))
                .toList();
        run.streamed(wanted.size(), different.size() - wanted.size());
        return batch.with(wanted);
    }

    /**
     * The records that were rebuilt from a raw object.
     *
     * @param inLake the records for the lake, which a hook can change
     * @param changed whether they differ from the records in the lake
     */
    public record ReprocessedObject(Batch batch, Batch inLake, boolean changed) {}

    /** The progress of reprocessing one run. Not thread-safe. */
    public static final class ReprocessProgress {

        private final Manifest manifest;
        private int objects;
        private int different;
        private long records;
        private long rejected;
        private long later;
        private long streamed;
        private final List<String> skipped = new ArrayList<>();
        private final BooleanSupplier cancelled;
        private CancellableIterator<LandedObject> remaining;

        ReprocessProgress(Manifest manifest, BooleanSupplier cancelled) {
            this.manifest = manifest;
            this.cancelled = cancelled;
        }

        Manifest manifest() {
            return manifest;
        }

        public String runId() {
            return manifest.runId();
        }

        Instant started() {
            return Instant.parse(manifest.report().path("started_at").asText());
        }

        void rebuilt(ReprocessedObject object) {
            objects++;
            different += object.changed() ? 1 : 0;
            records += object.batch().normalized().size();
            rejected += object.batch().rejects().size();
        }

        void streamed(int sent, int leftToLaterRuns) {
            streamed += sent;
            later += leftToLaterRuns;
        }

        /** The raw objects that were not used, because they are missing or were changed since the run, with the difference. */
        public List<String> skipped() {
            return List.copyOf(skipped);
        }

        /** The number of raw objects that were read. */
        public int objects() {
            return objects;
        }

        /** The number of raw objects whose records differ from those in the lake. */
        public int different() {
            return different;
        }

        public long records() {
            return records;
        }

        /** The number of entities that are still rejected. */
        public long rejected() {
            return rejected;
        }

        /** The number of changed records that are not sent to the stream, because a later run has sent newer ones. */
        public long later() {
            return later;
        }

        public long streamed() {
            return streamed;
        }

        /** Whether raw objects are left because an operator cancelled this. */
        public boolean cancelled() {
            return remaining != null && remaining.isCut();
        }
    }
}
