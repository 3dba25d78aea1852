package io.tourbus.admin;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.NonManagedService;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Returns memory to the system when Tourbus becomes idle: after the start, and after runs. Java itself keeps the heap of the busiest
 * moment until the next full collection.
 */
public final class IdleMemory extends ServiceSupport implements NonManagedService {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** A full collection takes about 0.1 seconds, and HTTP requests need memory as well. */
    private static final int CHECKS_BETWEEN_COLLECTIONS = 15;

    private static final String MIN_FREE = "MinHeapFreeRatio";
    private static final String MAX_FREE = "MaxHeapFreeRatio";

    private final BooleanSupplier running;
    private final LongSupplier collections;
    private final Runnable collect;
    private ScheduledExecutorService timer;
    private long known;
    private long previous;
    private int checks = CHECKS_BETWEEN_COLLECTIONS;

    /** @param running whether a run is active */
    public IdleMemory(BooleanSupplier running) {
        this(running, IdleMemory::countCollections, IdleMemory::shrinkHeap);
    }

    /** @param collections how often the JVM has collected garbage */
    IdleMemory(BooleanSupplier running, LongSupplier collections, Runnable collect) {
        this.running = running;
        this.collections = collections;
        this.collect = collect;
    }

    private static long countCollections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** By default, Java leaves between 40 and 70% of the heap free, which a run needs, but not an idle process. */
    private static void shrinkHeap() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        var min = jvm.getVMOption(MIN_FREE);
        var max = jvm.getVMOption(MAX_FREE);
        if (min.isWriteable() && max.isWriteable()) {
            jvm.setVMOption(MIN_FREE, "10");
            jvm.setVMOption(MAX_FREE, "20");
            System.gc();
            jvm.setVMOption(MAX_FREE, max.getValue());
            jvm.setVMOption(MIN_FREE, min.getValue());
        } else {
            System.gc();
        }
    }

    @Override
    protected void doStart() {
        timer = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "idle-memory");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(this::check, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        // A start that fails stops services that it has not started.
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    /** Collects all garbage if the JVM has collected some since the last time, but none since the previous check. */
    void check() {
        var now = collections.getAsLong();
        checks++;
        if (now == previous && now > known && checks > CHECKS_BETWEEN_COLLECTIONS && !running.getAsBoolean()) {
            collect.run();
            checks = 0;
            now = collections.getAsLong();
            known = now;
        }
        previous = now;
    }
}
