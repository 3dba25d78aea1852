package io.tourbus.bench;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads all pages like {@link Floor}, but neither parses nor delivers them: the part of a run that no state can save. */
record Requests(BenchServers.Addresses servers) implements Crawler {

    private static final Pattern TOTAL = Pattern.compile("\"(?:totalElements|total)\":(\\d+)");
    private static final int END = 300;

    @Override
    public void run() throws Exception {
        ConcurrentQueries.run(servers, Requests::read);
    }

    private static void read(CrawlQuery query, ApiClient api) throws Exception {
        var pages = 1L;
        for (int number = 0; number < pages; number++) {
            var total = total(api.get(query.page(number)));
            pages = (total + query.pageSize() - 1) / query.pageSize();
        }
    }

    /** Reads the total at the end of a page. Entities have fields of the same name, so the last one counts. */
    private static long total(byte[] page) {
        var from = Math.max(0, page.length - END);
        var end = new String(page, from, page.length - from, StandardCharsets.UTF_8);
        return TOTAL.matcher(end)
                .results()
                .reduce((first, second) -> second)
                .map(found -> Long.parseLong(found.group(1)))
                .orElseThrow();
    }
}
