package io.tourbus.run;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for the slices of a source. Who hands over work waits until a thread is free, so a plan is read no faster than
 * its slices are done. (A thread pool of Camel's either queues a plan whole or runs it on its caller's stack.)
 */
public final class Workers extends ThreadPoolExecutor {

    /** @param slices how many slices are worked on at once; one more thread walks the plan */
    public Workers(String name, int slices) {
        super(slices + 1, slices + 1, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name), Workers::handOver);
        allowCoreThreadTimeOut(true);
    }

    /** How many slices are worked on at once. */
    public int slices() {
        return getMaximumPoolSize() - 1;
    }

    /** From now on, so many slices are worked on at once; those under way are finished. */
    public void resize(int slices) {
        if (slices + 1 > getCorePoolSize()) {
            setMaximumPoolSize(slices + 1);
            setCorePoolSize(slices + 1);
        } else {
            setCorePoolSize(slices + 1);
            setMaximumPoolSize(slices + 1);
        }
    }

    private static ThreadFactory named(String name) {
        var number = new AtomicInteger();
        return work -> {
            var thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static void handOver(Runnable work, ThreadPoolExecutor pool) {
        if (pool.isShutdown()) {
            throw new RejectedExecutionException("the workers have been sent home");
        }
        try {
            pool.getQueue().put(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException("interrupted while waiting for a free thread", e);
        }
    }
}
