package io.tourbus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tourbus.testing.BlockingCall;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchedulerThreadsTest {

    private final SchedulerThreads threads = new SchedulerThreads();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();

    @BeforeEach
    void initialize() {
        threads.setInstanceName("schedules");
        threads.setThreadCount(2);
        threads.initialize();
    }

    private void waiting() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.incrementAndGet();
    }

    private static long running() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("schedules-worker"))
                .count();
    }

    @Test
    void threadsStartWithTheFirstJobs() {
        assertThat(running()).isZero();

        assertThat(threads.runInThread(this::waiting)).isTrue();

        assertThat(running()).isEqualTo(1);
        assertThat(threads.blockForAvailableThreads()).isEqualTo(1);
        gate.countDown();
        threads.shutdown(true);
        await().until(() -> running() == 0);
    }

    @Test
    void aJobWaitsUntilAThreadIsFree() throws Exception {
        threads.runInThread(this::waiting);
        threads.runInThread(this::waiting);
        var third = BlockingCall.start(() -> threads.runInThread(ended::incrementAndGet))
                .awaitBlockedIn(SchedulerThreads.class);

        gate.countDown();

        assertThat(third.result()).isTrue();
        threads.shutdown(true);
        assertThat(ended).hasValue(3);
    }

    @Test
    void aShutdownWaitsForJobsAndNoneStartsAfterIt() throws Exception {
        threads.runInThread(this::waiting);
        var shutdown = BlockingCall.start(() -> {
                    threads.shutdown(true);
                    return true;
                })
                .awaitBlockedIn(SchedulerThreads.class);
        gate.countDown();
        shutdown.result();

        assertThat(ended).hasValue(1);
        assertThat(threads.runInThread(ended::incrementAndGet)).isFalse();
        assertThat(threads.getPoolSize()).isEqualTo(2);
    }
}
