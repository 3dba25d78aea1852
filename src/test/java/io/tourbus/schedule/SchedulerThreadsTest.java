package io.tourbus.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
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

    /** Starts work in a thread, and returns when it waits or has ended. */
    private static <T> FutureTask<T> started(Callable<T> work) {
        var task = new FutureTask<>(work);
        var thread = new Thread(task);
        thread.start();
        await().until(() -> task.isDone() || thread.getState().name().endsWith("WAITING"));
        return task;
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
        var third = started(() -> threads.runInThread(ended::incrementAndGet));
        assertThat(third.isDone()).isFalse();

        gate.countDown();

        assertThat(third.get()).isTrue();
        threads.shutdown(true);
        assertThat(ended).hasValue(3);
    }

    @Test
    void aShutdownWaitsForJobsAndNoneStartsAfterIt() throws Exception {
        threads.runInThread(this::waiting);
        var shutdown = started(() -> {
            threads.shutdown(true);
            return null;
        });
        assertThat(shutdown.isDone()).isFalse();
        gate.countDown();
        shutdown.get();

        assertThat(ended).hasValue(1);
        assertThat(threads.runInThread(ended::incrementAndGet)).isFalse();
        assertThat(threads.getPoolSize()).isEqualTo(2);
    }
}
