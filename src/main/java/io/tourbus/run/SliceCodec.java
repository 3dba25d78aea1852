package io.tourbus.run;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.state.StoredSlice;

/** Converts slices to and from the form in which the state stores them. */
public final class SliceCodec {

    private SliceCodec() {}

    public static StoredSlice store(Slice slice) {
        return new StoredSlice(
                slice.source(),
                slice.entity().label(),
                slice.query().title(),
                slice.reader(),
                slice.name(),
                slice.parameters(),
                slice.ids());
    }

    /** A slice with the same request, without a narrower. */
    static Slice restore(StoredSlice slice) {
        return new Slice(
                query(slice), slice.reader(), slice.name(), slice.parameters(), slice.ids(), Slice.Narrower.NONE);
    }

    static Query query(StoredSlice slice) {
        var entity = Entity.of(slice.entity());
        return new Query(slice.source(), entity, slice.query());
    }
}
