package io.tourbus.described;

import io.tourbus.described.Description.EntityDescription;
import io.tourbus.described.Description.Pagination;
import io.tourbus.source.error.SourceException;
import io.tourbus.source.page.PageRequest;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceReader.Pager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Requests the pages of an entity, as its pagination says.
 *
 * @param basePath the path of the base URL, which addresses of next pages contain
 * @param keyParameter the parameter with the API key, which addresses of next pages may contain; otherwise blank
 */
record DescribedPager(EntityDescription entity, String basePath, String keyParameter) implements Pager {

    private static final String ID = "{id}";

    /** For estimates, if the description does not say how many results a page has. */
    private static final int ASSUMED_SIZE = 50;

    private Pagination pagination() {
        return entity.pagination();
    }

    @Override
    public PageRequest first(Slice slice) {
        return request(slice, 0);
    }

    private PageRequest request(Slice slice, int from) {
        Map<String, String> parameters = new HashMap<>(slice.parameters());
        switch (pagination().kind()) {
            case "page-number" ->
                parameters.put(
                        pagination().parameter(),
                        String.valueOf(
                                pagination().first() + from / pagination().size()));
            case "offset" -> parameters.put(pagination().parameter(), String.valueOf(from));
            default -> {}
        }
        if (pagination().sizeParameter() != null && pagination().size() > 0) {
            parameters.put(
                    pagination().sizeParameter(), String.valueOf(pagination().size()));
        }
        return new PageRequest(path(slice, from), parameters, from);
    }

    private String path(Slice slice, int from) {
        if (!entity.path().contains(ID)) {
            return entity.path();
        }
        var id = slice.ids().get(pagination().paged() ? 0 : from);
        return entity.path()
                .replace(ID, URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    @Override
    public Optional<PageRequest> next(Slice slice, PageRequest request, PageResult page) {
        return switch (pagination().kind()) {
            case "page-number", "offset" -> hasMore(request, page) ? following(slice, request) : Optional.empty();
            case "cursor", "last-id", "next-url", "link-header" ->
                Optional.ofNullable(page.link())
                        .filter(link -> !page.empty())
                        .map(link -> linked(link, request, after(request, page)))
                        .filter(next -> !isSame(next, request));
            default -> following(slice, request);
        };
    }

    /** Some APIs link the last page to itself. */
    private static boolean isSame(PageRequest next, PageRequest request) {
        return next.path().equals(request.path()) && next.parameters().equals(request.parameters());
    }

    private PageRequest linked(String link, PageRequest request, int from) {
        if (pagination().parameter() == null) {
            var here = basePath + request.path();
            // Java resolves a query alone as RFC 2396 says: without the last part of the path.
            return at(link.startsWith("?") ? parse(here + link) : parse(here).resolve(parse(link)), from);
        }
        Map<String, String> parameters = new HashMap<>(request.parameters());
        parameters.put(pagination().parameter(), link);
        return new PageRequest(request.path(), parameters, from);
    }

    private boolean hasMore(PageRequest request, PageResult page) {
        var until = request.from() + pagination().size();
        return page.total().isPresent()
                ? until < page.total().getAsLong()
                : page.entities().size() + page.nulls() >= pagination().size();
    }

    private static int after(PageRequest request, PageResult page) {
        return request.from() + page.entities().size() + page.nulls();
    }

    /** Requests go to the base URL in any case, so that credentials are sent to no other host. */
    private PageRequest at(URI uri, int from) {
        var path = uri.getPath() == null ? "" : uri.getPath();
        if (!path.startsWith(basePath + "/")) {
            throw new SourceException.Refused(
                    "The address of the next page is outside base-url: its path does not start with %s/."
                            .formatted(basePath));
        }
        Map<String, String> parameters = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (var parameter : uri.getRawQuery().split("&")) {
                var parts = parameter.split("=", 2);
                parameters.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
            }
        }
        parameters.remove(keyParameter);
        return new PageRequest(path.substring(basePath.length()), parameters, from);
    }

    private static URI parse(String address) {
        try {
            return URI.create(address.strip());
        } catch (IllegalArgumentException e) {
            throw new SourceException.Refused("The address of the next page is not valid.");
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public Optional<PageRequest> following(Slice slice, PageRequest request) {
        return switch (pagination().kind()) {
            case "page-number", "offset" -> {
                var from = request.from() + pagination().size();
                yield from < maxResults() ? Optional.of(request(slice, from)) : Optional.empty();
            }
            case "none" -> {
                var from = request.from() + 1;
                yield from < slice.ids().size() ? Optional.of(request(slice, from)) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    /** Only the first page can be smaller: the number of a page is relative to its size. */
    @Override
    public PageRequest atMost(int wanted, Slice slice, PageRequest request) {
        var size = pagination().sizeParameter();
        if (size == null || request.from() > 0 || wanted >= pagination().size()) {
            return request;
        }
        Map<String, String> parameters = new HashMap<>(request.parameters());
        parameters.put(size, String.valueOf(wanted));
        return new PageRequest(request.path(), parameters, 0);
    }

    @Override
    public boolean exact() {
        return pagination().total() != null && pagination().exact();
    }

    @Override
    public boolean paged() {
        return pagination().total() != null;
    }

    @Override
    public int maxResults() {
        return pagination().deepest() == null ? Integer.MAX_VALUE : pagination().deepest();
    }

    long pages(long total) {
        var size = pagination().size() == 0 ? ASSUMED_SIZE : pagination().size();
        return pagination().paged() ? Math.max(1, (Math.min(total, maxResults()) + size - 1) / size) : 1;
    }
}
