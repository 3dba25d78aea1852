package io.tourbus.sandbox.ticketmaster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tourbus.sandbox.server.Reply;
import java.util.List;
import java.util.function.Function;

/** Renders a page of search results: without {@code _embedded} if it is empty, and without {@code next} if it is the last. */
final class TicketmasterPage {

    private static final int MOST_COUNTED = 10_000;

    private TicketmasterPage() {}

    /** @param totalsCapped whether the reported total is at most 10,000 */
    static <T> Reply of(TicketmasterQuery query, List<T> all, boolean totalsCapped, Function<T, JsonNode> payload) {
        var size = query.size();
        var number = query.page();
        var total = totalsCapped ? Math.min(MOST_COUNTED, all.size()) : all.size();
        var pages = (total + size - 1) / size;
        var answer = JsonNodeFactory.instance.objectNode();
        var until = Math.min(all.size(), query.from() + size);
        if (query.from() < until) {
            var items = answer.putObject("_embedded").putArray(query.endpoint().title());
            all.subList(query.from(), until).forEach(item -> items.add(payload.apply(item)));
        }
        var links = answer.putObject("_links");
        links.putObject("self").put("href", query.href(number));
        if (pages > 1) {
            links.putObject("first").put("href", query.href(0));
            links.putObject("last").put("href", query.href(pages - 1));
        }
        if (number > 0) {
            links.putObject("prev").put("href", query.href(number - 1));
        }
        if (number + 1 < pages) {
            links.putObject("next").put("href", query.href(number + 1));
        }
        answer.putObject("page")
                .put("size", size)
                .put("totalElements", total)
                .put("totalPages", pages)
                .put("number", number);
        return Reply.json(200, answer.toString());
    }
}
