package io.tourbus.run;

import io.tourbus.model.Entity;
import io.tourbus.source.Narrowing;
import io.tourbus.source.Query;
import io.tourbus.source.Slice;
import io.tourbus.state.StoredSlice;

/** Slices as they are remembered. */
final class Slices {

    private Slices() {}

    static StoredSlice stored(Slice slice) {
        return new StoredSlice(
                slice.source(),
                slice.entity().label(),
                slice.query().title(),
                slice.via(),
                slice.name(),
                slice.parameters(),
                slice.ids());
    }

    /** A slice that asks for the same, and is not narrowed. */
    static Slice of(StoredSlice slice) {
        return new Slice(query(slice), slice.via(), slice.name(), slice.parameters(), slice.ids(), Narrowing.NONE);
    }

    static Query query(StoredSlice slice) {
        var entity = Entity.of(slice.entity());
        return new Query(slice.source(), entity, slice.query());
    }
}
