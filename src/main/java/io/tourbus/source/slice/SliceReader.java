package io.tourbus.source.slice;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Normalized;
import io.tourbus.model.Record;
import io.tourbus.model.RecordEncoder;
import io.tourbus.model.RecordEncoder.Origin;
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

/** Reads the pages of the slices of one entity type and converts their entities to records. Stateless. */
public record SliceReader(Pager pager, PageNormalizer normalizer, RecordEncoder encoder, Clock clock) {

    public SliceReader(
            Pager pager, Function<JsonNode, ? extends Record> normalizer, RecordEncoder encoder, Clock clock) {
        this(pager, (page, request) -> normalizer, encoder, clock);
    }

    public SliceReading open(Slice slice) {
        return new SliceReading(slice, pager);
    }

    /** Normalizes the entities of a page and advances the reading. Converts {@code null} entries to rejects. */
    public void read(PageResult page, SliceReading reading, String runId) {
        if (page == PageResult.RETRY_DIFFERENTLY) {
            reading.requestDifferently();
            return;
        }
        if (reading.narrow(page)) {
            return;
        }
        var request = reading.request();
        var slice = reading.slice();
        var selected = normalizer.select(page, request, slice);
        var normalize = normalizer.forPage(selected, request);
        var origin =
                new Origin(slice.source(), runId, slice.name(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        var number = 0;
        for (var entity : selected.entities()) {
            number++;
            try {
                reading.add(normalized(entity, normalize, origin));
            } catch (RejectedException e) {
                var position = new EntityPosition(request, number);
                reading.add(new Reject(e.getMessage(), entity.json(), position.toMap()));
            }
        }
        for (int i = 0; i < selected.nulls(); i++) {
            reading.add(Reject.nullEntry());
        }
        reading.advance(page);
    }

    private Normalized normalized(RawEntity entity, Function<JsonNode, ? extends Record> normalize, Origin origin) {
        return new Normalized(entity.json(), encoder.encode(normalize.apply(entity.tree()), origin));
    }

    /**
     * Normalizes an entity that was rejected before.
     *
     * @param origin of the slice that returned the entity
     * @throws RejectedException if it still cannot become a record
     */
    public Normalized renormalize(Reject rejected, Origin origin) {
        var entity = parse(rejected.json());
        var position = EntityPosition.of(rejected.place());
        var page = new PageResult(List.of(entity), 0, OptionalLong.empty(), false);
        return normalized(entity, normalizer.forEntity(page, position.request(), position.number()), origin);
    }

    /**
     * Encodes the position of an entity for {@link Reject#place()}.
     *
     * @param path of the request that returned the page
     * @param parameters of that request
     * @param number position of the entity in the page, from 1
     */
    public static Map<String, String> position(String path, Map<String, String> parameters, int number) {
        return new EntityPosition(new PageRequest(path, parameters, 0), number).toMap();
    }

    private static RawEntity parse(byte[] json) {
        var entities = new RawEntities(json);
        try (var parser = entities.open()) {
            entities.take(parser);
        } catch (IOException e) {
            throw new RejectedException("not JSON");
        }
        return entities.entities().get(0);
    }
}
