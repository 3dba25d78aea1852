package io.tourbus.operations;

import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.run.RunReport;
import io.tourbus.state.RunRepository.RunFilter;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The operations of commands. They return when the work is done. */
public interface Operations extends AutoCloseable {

    /**
     * The runs that match a filter, newest first.
     *
     * @param reports whether the lines have reports
     */
    List<RunLine> runs(RunFilter filter, boolean reports);

    Optional<RunView> run(String runId);

    /** The last run that started. */
    default Optional<RunView> latest() {
        return runs(RunFilter.latest(1), false).stream().findFirst().flatMap(line -> run(line.runId()));
    }

    /**
     * Runs a job to its end, or resumes the unfinished run if it has the same options.
     *
     * @throws io.tourbus.job.JobRunningException if the job is running
     */
    RunReport run(RunRequest request);

    /** The runs that have not ended because their process died. */
    List<UnfinishedRun> unfinished();

    /**
     * Continues the unfinished run of a job to its end.
     *
     * @throws InvalidOptionException if the process that serves refuses the run or its settings
     */
    RunReport resume(RunRequest request);

    /** The progress of what {@link #run} or {@link #resume} is running; empty before it has started. */
    Optional<RunView> underWay();

    /**
     * Cancels a run. It finishes its current slices.
     *
     * @throws NotFoundException if there is no such run
     * @throws io.tourbus.run.RunEndedException if it has ended
     */
    RunView cancel(String runId);

    /** Dead letters with IDs above {@code after}, without payloads. */
    DeadLetters deadLetters(long after, int limit);

    /** A dead letter with its payload. */
    Optional<DeadLetterView> deadLetter(long id);

    /** @throws NotFoundException if there are no dead letters with some of the IDs */
    Replayed replay(DeadLetterSelection selection);

    /**
     * Deletes dead letters.
     *
     * @return how many
     * @throws NotFoundException if there are no dead letters with some of the IDs
     */
    int drop(DeadLetterSelection selection);

    /**
     * The runs that began on a UTC day.
     *
     * @param from the bucket with their manifests; {@code null} for that of the lake
     */
    List<String> runsOf(LocalDate day, String from);

    /** Rebuilds the records of a run from its raw objects. */
    ReprocessedRun reprocess(String runId);

    /**
     * Sends what the lake holds of a run to a sink.
     *
     * @param from the bucket to read; {@code null} for that of the lake
     */
    RedeliveredRun redeliver(String runId, String sink, String from);

    /** Cancels what this command does, and what it would do next, after Ctrl-C. Returns what happens now, for the user. */
    String interrupt();

    @Override
    void close();
}
