package io.tourbus.schedule;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.quartz.spi.ThreadPool;

/**
 * Threads of Quartz that start when a trigger fires, and end after a minute without work. The pool of Quartz starts all of its
 * threads at once, and a shutdown waits up to half a second for them.
 */
public final class SchedulerThreads implements ThreadPool {

    private int size = 10;
    private Semaphore free;
    private ExecutorService threads;
    private String name = "quartz";

    /** Quartz sets this from {@code org.quartz.threadPool.threadCount}. */
    public void setThreadCount(int count) {
        size = Math.max(1, count);
    }

    @Override
    public void initialize() {
        free = new Semaphore(size);
        threads = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, name + "-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public boolean runInThread(Runnable job) {
        if (job == null) {
            return false;
        }
        free.acquireUninterruptibly();
        try {
            threads.execute(() -> {
                try {
                    job.run();
                } finally {
                    free.release();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            free.release();
            return false;
        }
    }

    @Override
    public int blockForAvailableThreads() {
        free.acquireUninterruptibly();
        free.release();
        return Math.max(1, free.availablePermits());
    }

    @Override
    public void shutdown(boolean waitForJobsToComplete) {
        threads.shutdown();
        if (waitForJobsToComplete) {
            try {
                threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int getPoolSize() {
        return size;
    }

    @Override
    public void setInstanceId(String id) {}

    @Override
    public void setInstanceName(String instance) {
        name = instance;
    }
}
