package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WireRateLimiterTest {

    @Test
    void noSixRequestsOfSeveralThreadsAreSentWithinASecondIfFiveAreAllowed() throws Exception {
        var limiter = new WireRateLimiter(() -> 207);
        var threads = Executors.newFixedThreadPool(4);
        List<Callable<Long>> requests = new ArrayList<>();
        IntStream.range(0, 13)
                .forEach(i -> requests.add(() -> {
                    limiter.await();
                    return System.nanoTime();
                }));

        var sent = threads.invokeAll(requests).stream()
                .map(WireRateLimiterTest::get)
                .sorted()
                .toList();
        threads.shutdown();

        for (int i = 5; i < sent.size(); i++) {
            assertThat((sent.get(i) - sent.get(i - 5)) / 1_000_000).isGreaterThanOrEqualTo(1_000);
        }
    }

    private static Long get(Future<Long> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
