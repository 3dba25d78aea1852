package io.tourbus.share;

import io.tourbus.run.slice.SliceCodec;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReading;
import io.tourbus.source.slice.SliceResult;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import io.tourbus.state.StoredSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The result of a slice that another process has read, as JSON.
 *
 * @param reported see {@link #reportedTotal()}; {@code null} if there is none
 * @param exact see {@link #total()}; {@code null} if there is none
 * @param lostPage see {@link #loss()}; {@code null} if there is none
 * @param records the start of each record, by identity
 * @param narrower see {@link #parts}
 */
record StoredResult(
        StoredSlice stored,
        int pages,
        int fetched,
        int unique,
        Long reported,
        Long exact,
        boolean openEnded,
        boolean exceedsLimit,
        boolean exhaustive,
        boolean cutShort,
        String lostPage,
        Map<String, String> records,
        Set<String> rejectedIds,
        List<String> rejectHashes,
        List<StoredSlice> narrower)
        implements SliceResult {

    static StoredResult of(SliceReading reading, SplitStrategy splits) {
        Map<String, String> records = new LinkedHashMap<>();
        reading.forEachRecord(records::put);
        return new StoredResult(
                SliceCodec.store(reading.slice()),
                reading.pages(),
                reading.fetched(),
                reading.unique(),
                boxed(reading.reportedTotal()),
                boxed(reading.total()),
                reading.openEnded(),
                reading.exceedsLimit(),
                reading.exhaustive(),
                reading.cutShort(),
                reading.loss().orElse(null),
                records,
                reading.rejectedIds(),
                reading.rejectHashes(),
                reading.exceedsLimit()
                        ? reading.parts(splits).stream().map(SliceCodec::store).toList()
                        : List.of());
    }

    private static Long boxed(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static OptionalLong optional(Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    @Override
    public Slice slice() {
        return SliceCodec.restore(stored);
    }

    @Override
    public OptionalLong reportedTotal() {
        return optional(reported);
    }

    @Override
    public OptionalLong total() {
        return optional(exact);
    }

    @Override
    public Optional<String> loss() {
        return Optional.ofNullable(lostPage);
    }

    @Override
    public void forEachRecord(BiConsumer<String, String> record) {
        records.forEach(record);
    }

    @Override
    public List<Slice> parts(SplitStrategy strategy) {
        return narrower.stream().map(SliceCodec::restore).toList();
    }

    @Override
    public Optional<SliceReading> reading() {
        return Optional.empty();
    }
}
