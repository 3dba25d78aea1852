package io.tourbus.source.slice;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Record;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import java.util.function.Function;

/** Converts the entities of a page to records, for records that need data from the request or the rest of the page. */
@FunctionalInterface
public interface PageNormalizer {

    /**
     * Returns a function that converts one entity of the page. It is applied to each entity in page order, and throws
     * {@link RejectedException} for an entity that cannot become a record.
     *
     * @param request the request that returned the page
     */
    Function<JsonNode, ? extends Record> forPage(PageResult page, PageRequest request);

    /**
     * The same for a single entity that was taken out of its page.
     *
     * @param number position of the entity in its original page, from 1
     */
    default Function<JsonNode, ? extends Record> forEntity(PageResult page, PageRequest request, int number) {
        return forPage(page, request);
    }

    /** Removes entities that were not requested, for APIs that return others as well. */
    default PageResult select(PageResult page, PageRequest request, Slice slice) {
        return page;
    }
}
