package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.state.RunRepository.Cancellation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs in progress in this process, and their progress. Safe for use by several threads. */
final class ActiveRuns {

    private static final Logger LOG = LoggerFactory.getLogger("io.tourbus.run");

    private final List<ProgressMeter> meters = new CopyOnWriteArrayList<>();
    private volatile Optional<String> suspension = Optional.empty();

    void add(ProgressMeter meter) {
        meters.add(meter);
        suspension.ifPresent(meter.run()::suspend);
    }

    void remove(Run run) {
        meters.removeIf(meter -> meter.run() == run);
    }

    boolean isEmpty() {
        return meters.isEmpty();
    }

    boolean contains(Job job) {
        return meters.stream().anyMatch(meter -> meter.run().job() == job);
    }

    void forEach(Consumer<Run> action) {
        meters.forEach(meter -> action.accept(meter.run()));
    }

    List<RunProgress> progress() {
        return meters.stream().map(ProgressMeter::measure).toList();
    }

    /** The progress of all runs on one line; empty if there are none. */
    String summary() {
        return meters.stream()
                .map(meter -> "%s: %s, %s"
                        .formatted(
                                meter.run().job().label(),
                                RunReport.of(meter.run()).progress(),
                                meter.measure().summary()))
                .collect(Collectors.joining("; "));
    }

    /** Suspends these runs, and those that are added until {@link #allow()}. */
    void suspend(String reason) {
        suspension = Optional.of(reason);
        forEach(run -> run.suspend(reason));
    }

    void allow() {
        suspension = Optional.empty();
    }

    /** @param by who cancelled a run, by run ID */
    void cancel(Map<String, Cancellation> by) {
        forEach(run -> Optional.ofNullable(by.get(run.id())).ifPresent(run::cancel));
    }

    /** Closes the sources of the runs that have lost their locks. */
    void requireLocks() {
        forEach(run -> {
            try {
                run.requireLock();
            } catch (LockLostException e) {
                LOG.warn("run continues in another process run={} reason={}", run.id(), e.getMessage());
            }
        });
    }
}
