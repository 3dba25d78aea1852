package io.tourbus.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.lake.LakeObject;
import io.tourbus.lake.LakeReader;
import io.tourbus.lake.LakeSettings;
import io.tourbus.lake.LakeSink;
import io.tourbus.lake.Manifest;
import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.LandedObject;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.sink.Sinks;
import io.tourbus.state.DeliveredHashes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/**
 * Sends what the lake holds of a run to a sink, without calling an API. The lake gets copies of all objects from another bucket. Any
 * other sink gets the records of the normalized objects.
 */
public final class Redelivery {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final LakeReader lake;
    private final LakeSettings settings;
    private final Sinks sinks;
    private final DeliveredHashes hashes;

    public Redelivery(LakeReader lake, LakeSettings settings, Sinks sinks, DeliveredHashes hashes) {
        this.lake = lake;
        this.settings = settings;
        this.sinks = sinks;
        this.hashes = hashes;
    }

    /**
     * @param from the bucket with the manifest of the run; {@code null} for that of the lake
     * @param cancelled whether to end early; {@code null} for never
     * @throws io.tourbus.lake.LakeException if the manifest is missing or unreadable
     */
    public Redelivered open(
            @Body String runId,
            @Variable("sink") String sink,
            @Variable("from") String from,
            @Variable("cancelled") BooleanSupplier cancelled) {
        var reader = from == null ? lake : lake.from(from);
        return new Redelivered(sink, reader, reader.manifest(runId), cancelled);
    }

    /**
     * The objects to send, without those that are missing or were changed since the run. Only the lake also receives raw objects.
     */
    public Iterator<LandedObject> objects(@Variable("redelivered") Redelivered run) {
        var landed = run.reader.landed(run.manifest).stream().filter(versions -> {
            var object = LakeReader.lastVersion(versions);
            return run.toLake() || LakeReader.isNormalized(object) && object.lines() > 0;
        });
        var unchanged = run.reader.unchanged(landed, (object, difference) -> {
            run.skipped.add(difference);
            run.missing += LakeReader.isNormalized(object) ? object.lines() : 0;
            run.copied.add(
                    new LandedObject(bucketOf(object), object.key(), object.lines(), object.bytes(), object.sha256()));
        });
        run.remaining = new CancellableIterator<>(unchanged, run.cancelled);
        return run.remaining;
    }

    private String bucketOf(LandedObject object) {
        return LakeReader.isNormalized(object) ? settings.processedBucket() : settings.bucket();
    }

    /** The records of a normalized object, or none. */
    public Batch batch(@Body LandedObject object, @Variable("redelivered") Redelivered run) throws IOException {
        List<Normalized> records = new ArrayList<>();
        JsonNode last = MAPPER.createObjectNode();
        if (LakeReader.isNormalized(object)) {
            for (var line : run.reader.lines(object.bucket(), object.key())) {
                last = MAPPER.readTree(line);
                records.add(new Normalized(new byte[0], record(last, line)));
            }
        }
        return new Batch(
                run.runId(),
                Instant.parse(run.manifest.report().path("started_at").asText()),
                last.path("source").asText(),
                records.isEmpty() ? Entity.EVENTS : entity(last),
                last.path("slice").asText(),
                records,
                List.of(),
                Map.of());
    }

    private static Entity entity(JsonNode record) {
        return Entity.of(record.path("data_type").asText());
    }

    /** A record as a sink receives it, without its entity. */
    static Normalized normalized(byte[] line) throws IOException {
        return new Normalized(new byte[0], record(MAPPER.readTree(line), line));
    }

    private static RecordLine record(JsonNode record, byte[] line) {
        var entity = entity(record);
        var id = record.path(entity.idField()).asText();
        var identity = entity == Entity.TRACKS
                ? "%s of %s".formatted(id, record.path("artist_id").asText())
                : id;
        return new RecordLine(id, identity, record.path("record_hash").asText(), line);
    }

    /** An object of the other bucket, as it is to be in the lake. */
    public LakeObject copy(@Body LandedObject object, @Variable("redelivered") Redelivered run) {
        var copy = run.reader.copy(object, bucketOf(object));
        run.copied.add(copy.landed());
        return copy;
    }

    /** The manifest of the run with all of its objects, so that {@code verify} finds those that could not be copied. */
    public LakeObject manifest(@Variable("redelivered") Redelivered run) {
        var old = run.manifest;
        return new Manifest(old.runId(), old.version(), old.report(), run.copied, old.vanished()).in(settings.bucket());
    }

    /** Records that the sink accepted a batch. */
    public void delivered(@Variable("batch") Batch batch, @Variable("redelivered") Redelivered run) {
        delivered(batch, run, Set.of());
    }

    private void delivered(Batch batch, Redelivered run, Set<Integer> refused) {
        Map<String, String> sent = new LinkedHashMap<>();
        for (int i = 0; i < batch.normalized().size(); i++) {
            if (!refused.contains(i)) {
                var line = batch.normalized().get(i).line();
                sent.put(line.identity(), line.hash());
            }
        }
        hashes.addDestinations(sent, sinks.destinations().get(run.sink));
        run.objects++;
        run.records += sent.size();
        run.refused += refused.size();
    }

    /**
     * Records that the sink did not accept a batch, or only a part of it.
     *
     * @throws Exception the failure, if the sink accepts nothing at the moment
     */
    public void failed(
            @Variable("batch") Batch batch,
            @Variable("redelivered") Redelivered run,
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure)
            throws Exception {
        var result =
                sinks.get(run.sink).redeliveryFailed(failure, batch.normalized().size());
        if (!result.available()) {
            throw failure;
        }
        Set<Integer> refused = new HashSet<>(result.permanent());
        refused.addAll(result.temporary());
        delivered(batch, run, refused);
    }

    /** The progress of redelivering one run. Not thread-safe. */
    public static final class Redelivered {

        private final String sink;
        private final LakeReader reader;
        private final Manifest manifest;
        private final List<LandedObject> copied = new ArrayList<>();
        private int objects;
        private long records;
        private long refused;
        private long missing;
        private final List<String> skipped = new ArrayList<>();
        private final BooleanSupplier cancelled;
        private CancellableIterator<LandedObject> remaining;

        Redelivered(String sink, LakeReader reader, Manifest manifest, BooleanSupplier cancelled) {
            this.sink = sink;
            this.reader = reader;
            this.manifest = manifest;
            this.cancelled = cancelled;
        }

        public String runId() {
            return manifest.runId();
        }

        public boolean toLake() {
            return sink.equals(LakeSink.NAME);
        }

        /** The number of objects that were sent. */
        public int objects() {
            return objects;
        }

        /** The number of records that were sent. */
        public long records() {
            return records;
        }

        /** The number of records that the sink did not accept. */
        public long refused() {
            return refused;
        }

        /** The objects that were not sent, because they are missing or were changed since the run, with the difference. */
        public List<String> skipped() {
            return List.copyOf(skipped);
        }

        /** Whether objects are left because an operator cancelled this. */
        public boolean isCancelled() {
            return remaining != null && remaining.isCut();
        }

        /** The number of records in the objects that were not sent. */
        public long missing() {
            return missing;
        }
    }
}
