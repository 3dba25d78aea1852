package io.tourbus.source.page;

import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Pager;
import java.util.List;
import java.util.OptionalLong;

/**
 * One API response that answered with entities.
 *
 * @param entities in the order of the response, without its {@code null} entries
 * @param nulls how many entries of the list were {@code null}
 * @param total how many entities the API says the query has, if it says
 * @param next whether the API says that there is another page
 */
public record PageResult(List<RawEntity> entities, int nulls, OptionalLong total, boolean next) {

    /** What stands for a page that the API does not serve, or for a thing that it does not have. */
    public static final PageResult NONE = new PageResult(List.of(), 0, OptionalLong.empty(), false);

    /**
     * What stands for a page that was refused for the way in which it was asked for, see {@link Pager#fallback}. Known by
     * identity.
     */
    public static final PageResult RETRY_DIFFERENTLY = new PageResult(List.of(), 0, OptionalLong.empty(), false);

    /** The same with fewer entities. */
    public PageResult with(List<RawEntity> some) {
        return new PageResult(some, nulls, total, next);
    }

    /** Whether it holds nothing at all. */
    public boolean empty() {
        return entities.isEmpty() && nulls == 0;
    }
}
