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
    private final PageNormalizer normalizer;
    private final RecordEncoder encoder;
    private final Clock clock;

    public SliceReader(
            Pager pager, Function<JsonNode, ? extends Record> normalizer, RecordEncoder encoder, Clock clock) {
        this(pager, (page, asked) -> normalizer, encoder, clock);
    }

    public SliceReader(Pager pager, PageNormalizer normalizer, RecordEncoder encoder, Clock clock) {
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
        if (page == Page.REFUSED) {
            reading.askOtherwise();
            return;
        }
        if (reading.narrow(page)) {
            return;
        }
        var wanted = normalizer.select(page, reading.request(), reading.slice());
        var normalize = normalizer.of(wanted, reading.request());
        var origin = new Origin(reading.slice().source(), runId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        wanted.entities().forEach(entity -> normalize(entity, normalize, origin, reading));
        for (int i = 0; i < wanted.nulls(); i++) {
            reading.add(Reject.nullEntry());
        }
        reading.turn(page);
    }

    private void normalize(
            RawEntity entity, Function<JsonNode, ? extends Record> normalize, Origin origin, Reading reading) {
        try {
            var line = encoder.encode(normalize.apply(entity.tree()), origin);
            reading.add(new Normalized(entity.json(), line));
        } catch (RejectedException e) {
            reading.add(new Reject(e.getMessage(), entity.json()));
        }
    }
}
