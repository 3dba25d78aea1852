package io.tourbus.testing;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.Optional;

/** A pager whose slices have a single page. */
public record OnePagePager(long cap, int maxResults) implements Pager {

    @Override
    public PageRequest first(Slice slice) {
        return new PageRequest("/venues", slice.parameters(), 0);
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page) {
        return Optional.empty();
    }

    @Override
    public boolean exact() {
        return true;
    }
}
