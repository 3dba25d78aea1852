package io.tourbus.source.page;

import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.List;
import java.util.OptionalLong;

/**
 * The entities of one API response.
 *
 * @param entities in the order of the response, without {@code null} entries
 * @param nulls number of {@code null} entries
 * @param total how many entities the query has; empty if the API does not report it
 * @param next whether the API links another page
 * @param link the address or cursor of the next page; {@code null} if there is none, or if the pager does not need it
 */
public record PageResult(List<RawEntity> entities, int nulls, OptionalLong total, boolean next, String link) {

    /** Replaces a page that the API does not serve, or an entity that it does not have. */
    public static final PageResult NONE = new PageResult(List.of(), 0, OptionalLong.empty(), false);

    /** Signals that the request has to be replaced, see {@link Pager#fallback}. Compared by identity. */
    public static final PageResult RETRY_DIFFERENTLY = new PageResult(List.of(), 0, OptionalLong.empty(), false);

    /** A page without an address of the next one. */
    public PageResult(List<RawEntity> entities, int nulls, OptionalLong total, boolean next) {
        this(entities, nulls, total, next, null);
    }

    /** The same page with another address or cursor of the next one; {@code null} if there is none. */
    public PageResult linkedTo(String nextPage) {
        return new PageResult(entities, nulls, total, nextPage != null, nextPage);
    }

    /** Whether the page has no entries, not even {@code null} ones. */
    public boolean empty() {
        return entities.isEmpty() && nulls == 0;
    }
}
