package io.tourbus.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Works on all queries of a run, as many at a time as Tourbus does. */
final class ConcurrentQueries {

    static final int AT_ONCE = 4;

    /** The work on a query. */
    interface Work {
        void run(CrawlQuery query, ApiClient api) throws Exception;
    }

    private ConcurrentQueries() {}

    static void run(BenchServers.Addresses servers, Work work) throws Exception {
        var api = new ApiClient(servers);
        if (servers.onlyArtists()) {
            api.login();
        }
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Void>> futures = new ArrayList<>();
            for (var query : CrawlQuery.all(servers)) {
                futures.add(threads.submit(() -> {
                    work.run(query, api);
                    return null;
                }));
            }
            for (var future : futures) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
