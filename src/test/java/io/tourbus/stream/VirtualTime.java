package io.tourbus.stream;

import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A clock that jumps to the end of the shortest sleep as soon as all its threads sleep. */
final class VirtualTime {
    private final PriorityQueue<Long> ends = new PriorityQueue<>();
    private long now;
    private int awake;

    synchronized long now() {
        return now;
    }

    /** @param milliseconds more than 0 */
    synchronized void sleep(long milliseconds) throws InterruptedException {
        long end = now + milliseconds;
        ends.add(end);
        awake--;
        jumpIfAllSleep();
        while (now < end) {
            wait();
        }
    }

    /** Runs all tasks concurrently, and returns when all have finished. */
    void run(List<Runnable> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        awake = all.size();
        try {
            List<? extends Future<?>> ended =
                    all.stream().map(task -> threads.submit(() -> run(task))).toList();
            for (Future<?> end : ended) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            leave();
        }
    }

    private synchronized void leave() {
        awake--;
        jumpIfAllSleep();
    }

    private void jumpIfAllSleep() {
        if (awake > 0 || ends.isEmpty()) {
            return;
        }
        now = Math.max(now, ends.peek());
        while (!ends.isEmpty() && ends.peek() <= now) {
            ends.remove();
            awake++;
        }
        notifyAll();
    }
}
