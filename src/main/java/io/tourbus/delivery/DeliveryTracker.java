package io.tourbus.delivery;

import static io.tourbus.run.RunCounters.Count.DELIVERED;
import static io.tourbus.run.RunCounters.Count.EMBEDDED;
import static io.tourbus.run.RunCounters.Count.REPEATED;
import static io.tourbus.run.RunCounters.Count.UNCHANGED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.hook.Hook;
import io.tourbus.model.Batch;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.model.Sha256;
import io.tourbus.run.LockLostException;
import io.tourbus.run.Run;
import io.tourbus.run.slice.SliceCodec;
import io.tourbus.sink.Sinks;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.source.slice.SplitTracker.SliceRole;
import io.tourbus.state.DeadLetterRepository.StoredDeadLetter;
import io.tourbus.state.DeliveredHashes.Delivery;
import io.tourbus.state.DeliveredHashes.Known;
import io.tourbus.state.Destinations;
import io.tourbus.state.SliceRepository.SliceProgress;
import io.tourbus.state.State;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Tracks which records all sinks have accepted. Recognizes unchanged records by the hash of their content, and records that
 * another slice of the same run has delivered.
 */
public final class DeliveryTracker {

    private final State state;
    private final Sinks sinks;
    private final Clock clock;

    public DeliveryTracker(State state, Sinks sinks, Clock clock) {
        this.state = state;
        this.sinks = sinks;
        this.clock = clock;
    }

    /** Finds out where the sinks deliver to now. A run whose data a sink cannot accept calls no source. */
    public void locateSinks(@Variable("run") Run run) {
        sinks.locate().forEach(run::refuse);
        run.deliverTo(sinks.destinations());
    }

    /** Those at the start of the run: another run can find new ones, which have nothing that this run considers unchanged. */
    private Map<String, Long> destinations(Run run) {
        return run.destinations().isEmpty() ? sinks.destinations() : run.destinations();
    }

    /**
     * Prepares a batch for delivery.
     *
     * @return the entities that this run has not delivered yet, with those marked that are unchanged
     * @throws LockLostException if the run continues in another process
     */
    public Batch begin(@Variable("run") Run run, @Variable("reading") SliceReading reading, @Body Batch batch) {
        run.requireLock();
        if (batch.embedded()) {
            var delivery = delivery(batch, origin(reading), destinations(run));
            var changed = embedded(
                    batch,
                    delivery,
                    destinations(run),
                    run.full(),
                    last -> last.deliveredBy(delivery) || isOfRepeated(run, last));
            if (run.held().isPresent()) {
                changed = withoutThoseOfOtherSlices(changed);
            }
            releaseOthers(run, batch, changed);
            if (changed.pending()) {
                markUnderWay(run, reading);
            }
            return changed;
        }
        markUnderWay(run, reading);
        var left = undelivered(batch, destinations(run));
        if (run.full()) {
            left = left.withUnchanged(Map.of());
        }
        run.counters(batch.source(), batch.entity())
                .add(REPEATED, batch.normalized().size() - left.normalized().size());
        return left;
    }

    /** Slices that other processes read do not share {@link Run#embedded()}. */
    private Batch withoutThoseOfOtherSlices(Batch batch) {
        var known = state.hashes().findAll(batch.identities());
        var delivery = new Delivery(batch.runId(), batch.slice());
        return batch.with(batch.normalized().stream()
                .filter(entity -> {
                    var last = known.get(entity.line().identity());
                    return last == null || !last.deliveredByOtherSlice(delivery);
                })
                .toList());
    }

    private static void releaseOthers(Run run, Batch claimed, Batch left) {
        var identities = Set.copyOf(left.identities());
        run.claims()
                .release(claimed.with(claimed.normalized().stream()
                        .filter(entity -> !identities.contains(entity.line().identity()))
                        .toList()));
    }

    private void markUnderWay(Run run, SliceReading reading) {
        var slice = reading.slice();
        if (run.results(slice.source()).role(slice) != SliceRole.PART) {
            state.slices().delivering(run.id(), SliceCodec.store(slice));
        }
    }

    /**
     * The entities that no other slice of the run has delivered, with those marked that are unchanged. Of embedded records, only
     * those that are new or changed, or missing at a destination, and that no query has delivered.
     */
    public Batch undelivered(@Body Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        if (isOfSink(chunk)) {
            return batch;
        }
        if (batch.embedded()) {
            var delivery = delivery(batch, 0, sinks.destinations());
            return embedded(batch, delivery, sinks.destinations(), false, last -> last.deliveredBy(delivery));
        }
        return undelivered(batch, sinks.destinations());
    }

    private Batch undelivered(Batch batch, Map<String, Long> destinations) {
        var known = state.hashes().findAll(batch.identities());
        var fresh = batch.normalized().stream()
                .filter(entity -> !elsewhere(known.get(entity.line().identity()), batch))
                .toList();
        return batch.with(fresh).withUnchanged(unchanged(fresh, known, destinations));
    }

    /** @param replaced whether the object with a record is replaced, so this batch must contain it */
    private Batch embedded(
            Batch batch, Delivery delivery, Map<String, Long> destinations, boolean full, Predicate<Known> replaced) {
        var known = state.hashes().findAll(batch.identities());
        var left = batch.normalized().stream()
                .filter(entity -> {
                    var last = known.get(entity.line().identity());
                    return last == null
                            || last.embedded()
                                    && (full || replaced.test(last) || isNewer(entity.line(), last, batch, delivery));
                })
                .toList();
        var earlier = left.stream()
                .filter(entity -> !full && !isReplaced(entity, known, replaced))
                .toList();
        return batch.with(left).withUnchanged(unchanged(earlier, known, destinations));
    }

    /**
     * Whether a slice delivered the record before the run was resumed, and is delivered again. It leaves out what other slices have
     * read in the meantime.
     */
    private static boolean isOfRepeated(Run run, Known last) {
        return run.repeated().keySet().stream().anyMatch(slice -> last.deliveredBy(new Delivery(run.id(), slice)));
    }

    private static boolean isReplaced(Normalized entity, Map<String, Known> known, Predicate<Known> replaced) {
        var last = known.get(entity.line().identity());
        return last != null && replaced.test(last);
    }

    /** Whether a destination does not have an embedded record, or has another version that this one replaces. */
    private static boolean isNewer(RecordLine line, Known known, Batch batch, Delivery delivery) {
        return !known.isAt(delivery.destinations()) || known.isReplacedBy(line, batch.container(), delivery.origin());
    }

    private static boolean elsewhere(Known known, Batch batch) {
        return known != null
                && !known.embedded()
                && known.deliveredByOtherSlice(new Delivery(batch.runId(), batch.slice()));
    }

    /** For each sink, the records that its destination already has with the same content. */
    private static Map<String, Set<String>> unchanged(
            List<Normalized> entities, Map<String, Known> known, Map<String, Long> destinations) {
        Map<Long, Set<String>> byDestinations = entities.stream()
                .map(Normalized::line)
                .filter(line -> known.containsKey(line.identity())
                        && known.get(line.identity()).hasHash(line.hash()))
                .collect(Collectors.groupingBy(
                        line -> known.get(line.identity()).destinations(),
                        Collectors.mapping(RecordLine::identity, Collectors.toSet())));
        Map<String, Set<String>> unchanged = new HashMap<>();
        destinations.forEach((sink, bit) -> unchanged.put(sink, identities(byDestinations, bit)));
        return unchanged;
    }

    /** Usually, all records have the same destinations, so the sinks share one set. */
    private static Set<String> identities(Map<Long, Set<String>> byDestinations, long bit) {
        var sets = byDestinations.entrySet().stream()
                .filter(entry -> (entry.getKey() & bit) != 0)
                .map(Map.Entry::getValue)
                .toList();
        return sets.size() == 1
                ? sets.get(0)
                : sets.stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /**
     * Acknowledges a batch that all sinks have accepted. A part of a split slice is done when the whole slice is done.
     *
     * @return the batch
     */
    public Batch finish(
            @Variable("run") Run run, @Variable("reading") SliceReading reading, @Variable("batch") Batch batch) {
        run.requireLock();
        if (batch.embedded()) {
            delivered(batch, delivery(batch, origin(reading), destinations(run)));
            run.counters(batch.source(), batch.entity())
                    .add(EMBEDDED, batch.normalized().size());
            run.claims().release(batch);
            return batch;
        }
        if (reading.hasNext() || run.results(batch.source()).role(reading.slice()) != SliceRole.ALONE) {
            delivered(batch, delivery(batch, 0, destinations(run)));
        } else {
            state.slices()
                    .done(
                            delivery(batch, 0, destinations(run)),
                            progress(reading),
                            hashes(batch),
                            clock.instant(),
                            run.held());
        }
        run.claims().release(batch);
        run.addReferences(batch, reading.contents().references());
        var counters = run.counters(batch.source(), batch.entity());
        var unchanged = batch.unchangedEverywhere();
        counters.add(UNCHANGED, unchanged);
        counters.add(DELIVERED, batch.normalized().size() - unchanged);
        return batch;
    }

    /** Whether the hook of one sink failed. The state then knows the record already. */
    private static boolean isOfSink(List<StoredDeadLetter> chunk) {
        return chunk != null
                && Hook.named(chunk.get(0).letter().stage().label())
                        .filter(Hook::isOfSink)
                        .isPresent();
    }

    /** Records that all sinks have accepted the batch, independently of its slice. */
    public void delivered(@Variable("batch") Batch batch, @Variable("chunk") List<StoredDeadLetter> chunk) {
        if (isOfSink(chunk)) {
            return;
        }
        delivered(batch, delivery(batch, 0, sinks.destinations()));
    }

    private void delivered(Batch batch, Delivery delivery) {
        state.hashes().put(hashes(batch), delivery, clock.instant());
    }

    private static Map<String, String> hashes(Batch batch) {
        return batch.normalized().stream()
                .map(Normalized::line)
                .collect(Collectors.toMap(RecordLine::identity, RecordLine::hash));
    }

    private static SliceProgress progress(SliceReading reading) {
        var unique = (long) reading.unique();
        return new SliceProgress(
                SliceCodec.store(reading.slice()), true, reading.total().orElse(unique), reading.fetched(), unique);
    }

    private static long origin(SliceReading reading) {
        var query = reading.slice().query();
        var name = "%s %s %s".formatted(query.source(), query.entity(), query.title());
        return ByteBuffer.wrap(Sha256.hash(name.getBytes(UTF_8))).getLong();
    }

    private static Delivery delivery(Batch batch, long origin, Map<String, Long> destinations) {
        return new Delivery(
                batch.runId(), batch.slice(), batch.embedded(), origin, Destinations.bits(destinations.values()));
    }
}
