package io.tourbus.source.slice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.model.Entity;
import io.tourbus.model.RecordEncoder;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.SliceReader.Pager;
import io.tourbus.testing.TestClock;
import io.tourbus.ticketmaster.VenueNormalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads a slice of an API that serves a numbered list of entities, correctly or not. */
public final class ListReading {

    private static final Query QUERY = new Query("spotify", Entity.VENUES, "list");

    /** Responds to the requests of a reading. */
    @FunctionalInterface
    public interface Server {

        /**
         * @param attempt 1 for the first request of an offset, 2 for the second one
         * @return empty if the request fails
         */
        Optional<PageResult> answer(PageRequest request, int attempt);
    }

    private final Completeness completeness = new Completeness(QUERY);
    private int requests;

    private ListReading() {}

    /** Reads until the pager ends, or two pages in succession fail. */
    public static ListReading of(Pager pager, Server server) {
        var result = new ListReading();
        var slice = Slice.of(QUERY, "list", "list", Map.of(), List.of());
        var reader = new SliceReader(pager, new VenueNormalizer()::normalize, new RecordEncoder(), new TestClock());
        var reading = reader.open(slice);
        var attempts = new HashMap<Integer, Integer>();
        while (reading.hasNext()) {
            result.requests++;
            var page = server.answer(
                    reading.request(), attempts.merge(reading.request().from(), 1, Integer::sum));
            if (page.isPresent()) {
                reader.read(page.get(), reading, "run");
            } else if (!reading.skipPage("the API returned 500")) {
                result.completeness.addMissing(slice, "failed", reading.total().orElse(0), reading.unique());
                return result;
            }
        }
        result.completeness.add(reading);
        return result;
    }

    /** A page with the entities of these numbers. */
    public static PageResult page(int from, int until, long total, boolean next) {
        var entities = IntStream.range(from, Math.max(from, until)).mapToObj(ListReading::entity);
        return new PageResult(entities.toList(), 0, OptionalLong.of(total), next);
    }

    private static RawEntity entity(int number) {
        var tree = JsonNodeFactory.instance.objectNode().put("id", "v" + number).put("name", "Hall");
        return new RawEntity(new byte[0], tree);
    }

    public int requests() {
        return requests;
    }

    public long unique() {
        return completeness.unique();
    }

    public boolean complete() {
        return completeness.complete();
    }

    public long missing() {
        return completeness.missingCount();
    }

    public Stream<String> reasons() {
        return completeness.missing().stream().map(Completeness.Missing::reason);
    }
}
