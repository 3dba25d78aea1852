package io.tourbus.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.job.Job;
import io.tourbus.state.RunOrigin;
import io.tourbus.state.RunRepository.KnownRun;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds runs that did not end, and what prevents them from being resumed. */
public final class ResumableRuns {

    /** A run that kills its process is not resumed for ever. */
    private static final int MAX_RESUMPTIONS = 3;

    private final RunFactory factory;
    private final RunRegistry registry;
    private final RunSettings.Source settings;
    private final Clock clock;

    ResumableRuns(RunFactory factory, RunRegistry registry, RunSettings.Source settings, Clock clock) {
        this.factory = factory;
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns whether the current settings have the options of the run. */
    boolean hasCurrentOptions(KnownRun run) {
        return run.matches(factory.fingerprintWithDatesOf(run));
    }

    /** The runs that have not ended because their process crashed or they were stopped, and those that were cancelled. */
    List<UnfinishedRun> unfinished() {
        return Arrays.stream(Job.values())
                .flatMap(job -> registry.unfinished(job).stream())
                .map(run -> settings.with(run, () -> unfinished(run)))
                .toList();
    }

    UnfinishedRun unfinished(KnownRun run) {
        return new UnfinishedRun(
                run.runId(),
                run.job(),
                hasCurrentOptions(run),
                run.origin().map(RunOrigin::options).orElse(""),
                differences(run));
    }

    private List<String> differences(KnownRun run) {
        return run.origin()
                .map(then -> RunSettings.differences(then, settings.get().origin()))
                .orElse(List.of());
    }

    /** The runs whose process died, in this process or another one, and that have not been resumed. */
    List<DiedRun> died() {
        return registry.died().stream()
                .map(run -> new DiedRun(run.runId(), run.job(), run.started(), obstacle(run)))
                .toList();
    }

    private Optional<String> obstacle(KnownRun run) {
        if (!settings.get().resumeDied()) {
            return Optional.of("tourbus.run.resume-died is false");
        }
        if (!registry.isRecent(run, clock.instant())) {
            return Optional.of("it is older than tourbus.run.resume-hours");
        }
        if (run.deaths() >= MAX_RESUMPTIONS) {
            return Optional.of("it was resumed %d times, and its process died each time".formatted(run.deaths()));
        }
        return settings.with(run, () -> hasCurrentOptions(run))
                ? Optional.empty()
                : Optional.of("its options differ from the current settings");
    }

    /**
     * A run whose process died.
     *
     * @param obstacle why {@code serve} does not resume it; empty if it does
     */
    public record DiedRun(String runId, String job, Instant started, Optional<String> obstacle) {

        /** The routes call this. */
        public boolean isResumed() {
            return obstacle.isEmpty();
        }
    }

    /**
     * @param resumable whether the current settings have the options of the run
     * @param options that were typed; blank if there are none
     * @param differences the settings that have changed since the run started
     */
    public record UnfinishedRun(
            @JsonProperty("run_id") String runId,
            @JsonProperty("job") String job,
            @JsonProperty("resumable") boolean resumable,
            @JsonProperty("options") String options,
            @JsonProperty("differences") List<String> differences) {

        /** Why the run is not resumed if its options differ from the settings, and what to do. */
        public String refusal() {
            var changed = differences.isEmpty() ? "" : ": " + String.join("; ", differences);
            return "%s, because its options differ from the current settings%s. Run `tourbus run %s` instead."
                    .formatted(refused(), changed, (job + " " + options).strip());
        }

        private String refused() {
            return "Run %s is not resumed".formatted(runId);
        }

        /** Whether a message is that of {@link #refusal}. */
        public boolean isRefusal(String message) {
            return message.startsWith(refused());
        }
    }
}
