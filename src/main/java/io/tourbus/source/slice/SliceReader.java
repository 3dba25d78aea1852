package io.tourbus.source.slice;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Normalized;
import io.tourbus.model.Origin;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.Reject;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.EntityPosition;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities;
import io.tourbus.source.page.RawEntities.RawEntity;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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

    public SliceReading open(Slice slice) {
        return new SliceReading(slice, pager);
    }

    /** Normalises the entities of a page, which answers the request of the reading, and turns to the next page. */
    public void read(PageResult page, SliceReading reading, String runId) {
        if (page == PageResult.RETRY_DIFFERENTLY) {
            reading.requestDifferently();
            return;
        }
        if (reading.narrow(page)) {
            return;
        }
        var wanted = normalizer.select(page, reading.request(), reading.slice());
        var normalize = normalizer.forPage(wanted, reading.request());
        var slice = reading.slice();
        var origin =
                new Origin(slice.source(), runId, slice.name(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var number = 0;
        for (var entity : wanted.entities()) {
            number++;
            normalize(entity, normalize, origin, reading, new EntityPosition(reading.request(), number));
        }
        for (int i = 0; i < wanted.nulls(); i++) {
            reading.add(Reject.nullEntry());
        }
        reading.turn(page);
    }

    private void normalize(
            RawEntity entity,
            Function<JsonNode, ? extends Record> normalize,
            Origin origin,
            SliceReading reading,
            EntityPosition place) {
        try {
            reading.add(normalized(entity, normalize, origin));
        } catch (RejectedException e) {
            reading.add(new Reject(e.getMessage(), entity.json(), place.texts()));
        }
    }

    private Normalized normalized(RawEntity entity, Function<JsonNode, ? extends Record> normalize, Origin origin) {
        return new Normalized(entity.json(), encoder.encode(normalize.apply(entity.tree()), origin));
    }

    /**
     * Normalises an entity once more that was rejected before.
     *
     * @param origin of the page with which it came
     * @throws RejectedException when it still cannot become a record
     */
    public Normalized again(Reject rejected, Origin origin) {
        var entity = entity(rejected);
        var place = EntityPosition.of(rejected.place());
        var page = new PageResult(List.of(entity), 0, OptionalLong.empty(), false);
        return normalized(entity, normalizer.forEntity(page, place.asked(), place.number()), origin);
    }

    /**
     * Where an entity stood, as a {@link Reject} has it.
     *
     * @param path and parameters of what its page answered
     * @param number of the entity in its page, from 1
     */
    public static Map<String, String> place(String path, Map<String, String> parameters, int number) {
        return new EntityPosition(new PageRequest(path, parameters, 0), number).texts();
    }

    private static RawEntity entity(Reject rejected) {
        var entities = new RawEntities(rejected.json());
        try (var parser = entities.open()) {
            entities.take(parser);
        } catch (IOException e) {
            throw new RejectedException("not JSON");
        }
        return entities.entities().get(0);
    }
}
