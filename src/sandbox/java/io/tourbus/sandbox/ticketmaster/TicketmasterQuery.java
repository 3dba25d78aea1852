package io.tourbus.sandbox.ticketmaster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses and validates the parameters that all searches of the Discovery API share. */
final class TicketmasterQuery {

    static final int DEEPEST = 1_000;

    private static final int MOST_A_PAGE = 200;
    private static final int DEEPEST_RESULT = 9_980;
    private static final List<String> DATES = List.of(
            "startDateTime",
            "endDateTime",
            "onsaleStartDateTime",
            "onsaleEndDateTime",
            "startEndDateTime",
            "publicVisibilityStartDateTime",
            "preSaleDateTime");
    private static final String TO_THE_SECOND = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z";

    private final TicketmasterEndpoint endpoint;
    private final Map<String, String> parameters;

    TicketmasterQuery(TicketmasterEndpoint endpoint, Map<String, String> parameters) {
        this.endpoint = endpoint;
        this.parameters = new LinkedHashMap<>(parameters);
    }

    /** @param totalsCapped whether results beyond 10,000 cause a specific error */
    void check(boolean totalsCapped) {
        for (var name : DATES) {
            if (has(name)) {
                checkDates(name);
            }
        }
        parameters.keySet().stream().filter(endpoint::cannotDo).findFirst().ifPresent(name -> {
            throw new TicketmasterException(501, "SANDBOX", "the sandbox does not simulate " + name);
        });
        if (!endpoint.sortsBy(sort())) {
            throw new TicketmasterException(400, "DIS1005", "%s cannot be sorted by %s".formatted(endpoint, sort()));
        }
        checkPaging(totalsCapped);
    }

    private void checkDates(String name) {
        for (var date : get(name).split(",")) {
            if (!date.matches(TO_THE_SECOND)) {
                throw new TicketmasterException(
                        400, "DIS1015", "%s=%s is not of the form YYYY-MM-DDTHH:mm:ssZ".formatted(name, date));
            }
        }
    }

    private void checkPaging(boolean totalsCapped) {
        if (size() > MOST_A_PAGE) {
            throw new TicketmasterException(400, "DIS1036", "size=%d, it must be less than 200".formatted(size()));
        }
        if (size() < 1) {
            throw invalid("size");
        }
        if (totalsCapped && from() > DEEPEST_RESULT) {
            throw new TicketmasterException(400, "DIS1024", "Results limit exceeded");
        }
        if (from() >= DEEPEST) {
            throw new TicketmasterException(
                    400,
                    "DIS1035",
                    "API Limits Exceeded: Max paging depth exceeded. (page * size) must be less than 1,000");
        }
    }

    TicketmasterEndpoint endpoint() {
        return endpoint;
    }

    int size() {
        return number("size", 20);
    }

    int page() {
        return number("page", 0);
    }

    int from() {
        return size() * page();
    }

    String sort() {
        return get("sort", endpoint.usualSort());
    }

    boolean everyLanguage() {
        return get("locale", "en").endsWith("*");
    }

    boolean has(String name) {
        return parameters.containsKey(name);
    }

    String get(String name) {
        return parameters.get(name);
    }

    String get(String name, String otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }

    Set<String> list(String name) {
        return Arrays.stream(get(name).split(",")).map(String::strip).collect(Collectors.toSet());
    }

    void put(String name, String value) {
        parameters.put(name, value);
    }

    int number(String name, int otherwise) {
        var text = get(name, String.valueOf(otherwise));
        if (!text.matches("\\d{1,6}")) {
            throw invalid(name);
        }
        return Integer.parseInt(text);
    }

    TicketmasterException invalid(String name) {
        return new TicketmasterException(400, "DIS1001", "invalid value of %s: %s".formatted(name, get(name)));
    }

    String unknown() {
        return parameters.keySet().stream()
                .filter(name -> !endpoint.knows(name))
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Returns the link to a page of the same results, without the API key. */
    String href(int page) {
        Map<String, String> shown = new LinkedHashMap<>(parameters);
        shown.remove("apikey");
        shown.put("page", String.valueOf(page));
        return "/discovery/v2/%s.json?".formatted(endpoint.title())
                + shown.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }
}
