package io.tourbus.run;

import io.tourbus.job.Job;
import io.tourbus.model.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The counters of all runs since the process started, including runs in progress. The sums are computed on demand, and never decrease. */
public final class ProcessCounters {

    private final Map<String, RunCounters> ended = new TreeMap<>();
    private final List<Run> underWay = new ArrayList<>();

    ProcessCounters() {}

    synchronized void began(Run run) {
        underWay.add(run);
    }

    synchronized void ended(Run run) {
        underWay.remove(run);
        run.allCounters().forEach(this::keep);
    }

    private void keep(RunCounters tally) {
        ended.computeIfAbsent(tally.source() + "/" + tally.entity(), key -> tally.empty())
                .addAll(tally);
    }

    /** @param count the name in reports, such as {@code requests}, {@code pages} or {@code fetched} */
    public synchronized long get(String source, Entity entity, String count) {
        return Stream.concat(ended.values().stream(), underWay.stream().flatMap(run -> run.allCounters().stream()))
                .filter(tally -> tally.source().equals(source) && tally.entity() == entity)
                .mapToLong(tally -> tally.get(count))
                .sum();
    }

    /** Whether a run of the job is in progress in this process. */
    public synchronized boolean running(Job job) {
        return underWay.stream().anyMatch(run -> run.job() == job);
    }
}
