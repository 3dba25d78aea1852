package io.tourbus.source.slice;

import io.tourbus.model.Sha256;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/** What was received of a slice, by this process or another one. */
public interface SliceResult {

    /** The slice that was read. It may be narrower than the one that was opened. */
    Slice slice();

    /** How many pages have been read, including pages that only narrowed the slice. */
    int pages();

    /** How many entities have been received, including duplicates and rejects. */
    int fetched();

    /** How many different entities have been received. */
    int unique();

    /** How many entities the API reports, exact or not. */
    OptionalLong reportedTotal();

    /** How many entities the API reports; empty if that says nothing about completeness. */
    OptionalLong total();

    /** Whether more entities may exist than {@link #total()}. */
    boolean openEnded();

    /** Whether the slice has more entities than the API returns for one query. */
    boolean exceedsLimit();

    /** Whether all entities of the query were received. */
    boolean exhaustive();

    /** Whether the slice has more entities than the run wants to read. */
    boolean cutShort();

    /** The last failure of a request whose page was skipped. */
    Optional<String> loss();

    /** Calls back with the identity of each record and its start, which is empty without a date. */
    default void forEachRecord(BiConsumer<String, String> record) {
        reading()
                .orElseThrow()
                .normalized()
                .forEach(entity -> record.accept(
                        entity.line().identity(),
                        Optional.ofNullable(entity.line().startsAt()).orElse("")));
    }

    /** The IDs of the rejected entities that have one. */
    Set<String> rejectedIds();

    /** Identifies each rejected entity by its content. */
    default List<String> rejectHashes() {
        return reading().orElseThrow().rejects().stream()
                .map(reject -> HexFormat.of().formatHex(Sha256.hash(reject.json())))
                .toList();
    }

    /** The narrower slices that the strategy of the source makes of this slice, if it {@link #exceedsLimit()}. */
    default List<Slice> parts(SplitStrategy strategy) {
        return strategy.split(reading().orElseThrow());
    }

    /** The reading with all entities; empty if another process read the slice. */
    Optional<SliceReading> reading();
}
