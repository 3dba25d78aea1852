package io.tourbus.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Normalized;
import io.tourbus.model.Origin;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.Reject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/** Reads the slices of one kind: knows how they are paged and how their entities become records. */
public final class SliceReader {

    private final Pager pager;
    private final Function<JsonNode, ? extends Record> normalizer;
    private final RecordEncoder encoder;
    private final Clock clock;

    public SliceReader(
            Pager pager, Function<JsonNode, ? extends Record> normalizer, RecordEncoder encoder, Clock clock) {
        this.pager = pager;
        this.normalizer = normalizer;
        this.encoder = encoder;
        this.clock = clock;
    }

    public Reading open(Slice slice) {
        return new Reading(slice, pager);
    }

    /** Normalises the entities of a page, which answers the request of the reading, and turns to the next page. */
    public void read(Page page, Reading reading, String runId) {
        if (reading.narrow(page)) {
            return;
        }
        var origin = new Origin(reading.slice().source(), runId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        page.entities().forEach(entity -> normalize(entity, origin, reading));
        for (int i = 0; i < page.nulls(); i++) {
            reading.add(Reject.nullEntry());
        }
        reading.turn(page);
    }

    private void normalize(RawEntity entity, Origin origin, Reading reading) {
        try {
            var line = encoder.encode(normalizer.apply(entity.tree()), origin);
            reading.add(new Normalized(entity.json(), line));
        } catch (RejectedException e) {
            reading.add(new Reject(e.getMessage(), entity.json()));
        }
    }
}
