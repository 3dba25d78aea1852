package io.tourbus.source.slice;

import com.fasterxml.jackson.databind.JsonNode;
import io.tourbus.model.Record;
import io.tourbus.source.error.RejectedException;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import java.util.function.Function;

/** Makes records of the entities of a page, where that takes more than the entity itself. */
@FunctionalInterface
public interface PageNormalizer {

    /**
     * What makes a record of an entity of this page; called once for each, in their order. It throws
     * {@link RejectedException} for what cannot become one.
     *
     * @param asked what the page answers
     */
    Function<JsonNode, ? extends Record> forPage(PageResult page, PageRequest asked);

    /**
     * The same for an entity that stood in another page, and is the only one of this.
     *
     * @param number of the entity in that page, from 1
     */
    default Function<JsonNode, ? extends Record> forEntity(PageResult page, PageRequest asked, int number) {
        return forPage(page, asked);
    }

    /** The page with those of its entities that were asked for, where an API answers with others as well. */
    default PageResult select(PageResult page, PageRequest asked, Slice slice) {
        return page;
    }
}
