package io.tourbus.schedule;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delays scheduled jobs by a random time, so that not all users of an API call it in the same second. */
public final class Jitter {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final Supplier<Duration> max;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** @param max the longest delay; evaluated for each job */
    public Jitter(Supplier<Duration> max) {
        this.max = max;
    }

    /**
     * Blocks for the random delay.
     *
     * @return false if Tourbus is stopping, and the job must not start
     */
    public boolean awaitDelay(String job) throws InterruptedException {
        var millis = ThreadLocalRandom.current().nextLong(max.get().toMillis() + 1);
        if (millis > 0) {
            LOG.info("job delayed job={} seconds={}", job, millis / 1_000);
        }
        return !ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Ends all delays. */
    public void end() {
        ended.countDown();
    }
}
