package io.tourbus.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Measures time, CPU and memory of this process. Allocation is computed from garbage collections, as the difference between the
 * heap before a collection and after the previous one, because JDK 17 has no counter that includes finished threads.
 */
final class Meter {

    /**
     * The resources used during an interval.
     *
     * @param jitSeconds elapsed time of the compiler threads, including waits for a processor
     * @param heapBytes maximum heap usage
     * @param liveBytes maximum heap usage after a collection
     */
    record Reading(
            double seconds,
            double cpuSeconds,
            long allocatedBytes,
            double gcSeconds,
            double jitSeconds,
            long heapBytes,
            long liveBytes) {

        static final Reading START = new Reading(0, 0, 0, 0, 0, 0, 0);

        private Reading since(Reading earlier) {
            return new Reading(
                    seconds - earlier.seconds,
                    cpuSeconds - earlier.cpuSeconds,
                    allocatedBytes - earlier.allocatedBytes,
                    gcSeconds - earlier.gcSeconds,
                    jitSeconds - earlier.jitSeconds,
                    heapBytes,
                    liveBytes);
        }
    }

    private static final long NOTIFICATION_TIMEOUT_MILLIS = 2_000;

    private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    private long collections;
    private long gcMillis;
    private long allocated;
    private long heldAfter;
    private long peakHeap;
    private long peakLive;
    private Reading last = Reading.START;

    Meter() {
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)
                .forEach(collector -> ((NotificationEmitter) collector)
                        .addNotificationListener((notification, none) -> collected(notification), null, null));
    }

    private synchronized void collected(Notification notification) {
        if (!notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            return;
        }
        var info = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                .getGcInfo();
        var before = heap(info.getMemoryUsageBeforeGc());
        var after = heap(info.getMemoryUsageAfterGc());
        collections++;
        gcMillis += info.getDuration();
        allocated += Math.max(0, before - heldAfter);
        heldAfter = after;
        peakHeap = Math.max(peakHeap, before);
        peakLive = Math.max(peakLive, after);
        notifyAll();
    }

    private static long heap(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /** Returns the usage since the last call, or since the start of the process. */
    synchronized Reading lap() throws InterruptedException {
        var now = read();
        var lap = now.since(last);
        last = now;
        peakHeap = 0;
        peakLive = 0;
        return lap;
    }

    private Reading read() throws InterruptedException {
        awaitNotifications();
        var held = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        var runtime = ManagementFactory.getRuntimeMXBean();
        return new Reading(
                (System.currentTimeMillis() - runtime.getStartTime()) / 1e3,
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9,
                allocated + Math.max(0, held - heldAfter),
                gcMillis / 1e3,
                ManagementFactory.getCompilationMXBean().getTotalCompilationTime() / 1e3,
                Math.max(peakHeap, held),
                peakLive);
    }

    /** Waits for notifications of collections, which arrive with a short delay. */
    private void awaitNotifications() throws InterruptedException {
        var deadline = System.currentTimeMillis() + NOTIFICATION_TIMEOUT_MILLIS;
        while (collections < collectionCount() && System.currentTimeMillis() < deadline) {
            wait(10);
        }
    }

    private static long collectionCount() {
        return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Returns the maximum resident memory of the process so far; 0 if the system does not report it. */
    static long residentBytes() throws IOException {
        var status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return bytes(status, "VmHWM:");
    }

    /** Returns a size from the status file of a Linux process; 0 if it is missing. */
    static long bytes(Path status, String name) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
