package io.tourbus.schedule;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts off what schedules start by times of chance, so that not everybody asks the sources in the same second. */
public final class Jitter {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final Supplier<Duration> most;
    private final CountDownLatch ended = new CountDownLatch(1);

    public Jitter(Supplier<Duration> most) {
        this.most = most;
    }

    /** Waits. @return false when nobody is to wait any more: the job is not to be started then */
    public boolean awaitDelay(String job) throws InterruptedException {
        var millis = ThreadLocalRandom.current().nextLong(most.get().toMillis() + 1);
        if (millis > 0) {
            LOG.info("job put off job={} seconds={}", job, millis / 1_000);
        }
        return !ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Wakes all who wait. */
    public void end() {
        ended.countDown();
    }
}
