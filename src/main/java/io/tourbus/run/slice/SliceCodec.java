package io.tourbus.run.slice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tourbus.model.Entity;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import io.tourbus.state.StoredSlice;

/** Converts slices to and from the form in which the state stores them. */
public final class SliceCodec {

    private static final JsonMapper JSON = new JsonMapper();

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

    /** The slice as JSON. */
    public static String json(Slice slice) {
        try {
            return JSON.writeValueAsString(store(slice));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The slice cannot be written as JSON.", e);
        }
    }

    public static StoredSlice parse(String json) {
        try {
            return JSON.readValue(json, StoredSlice.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not a slice: " + json, e);
        }
    }

    /** A slice with the same request, without a narrower. */
    public static Slice restore(StoredSlice slice) {
        return new Slice(
                query(slice), slice.reader(), slice.name(), slice.parameters(), slice.ids(), Slice.Narrower.NONE);
    }

    static Query query(StoredSlice slice) {
        var entity = Entity.of(slice.entity());
        return new Query(slice.source(), entity, slice.query());
    }
}
