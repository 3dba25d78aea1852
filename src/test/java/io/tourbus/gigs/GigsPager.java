package io.tourbus.gigs;

import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Pages with two entities each. */
final class GigsPager implements Pager {

    private static final int PAGE_SIZE = 2;

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, 0);
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page) {
        var from = request.from() + PAGE_SIZE;
        return from < page.total().orElse(0) ? Optional.of(request(slice, from)) : Optional.empty();
    }

    @Override
    public boolean exact() {
        return true;
    }

    static long pages(long total) {
        return Math.max(1, (total + PAGE_SIZE - 1) / PAGE_SIZE);
    }

    private static PageRequest request(Slice slice, int from) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        parameters.put("offset", String.valueOf(from));
        parameters.put("limit", String.valueOf(PAGE_SIZE));
        return new PageRequest("/" + slice.entity(), parameters, from);
    }
}
