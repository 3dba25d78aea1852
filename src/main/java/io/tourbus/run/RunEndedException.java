package io.tourbus.run;

import io.tourbus.run.ResumableRuns.UnfinishedRun;
import io.tourbus.state.RunRepository.KnownRun;

/** A run cannot be cancelled or resumed, usually because it has ended. */
public final class RunEndedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RunEndedException(KnownRun run) {
        super("Run %s has ended already: %s.".formatted(run.runId(), run.status()));
    }

    /** The options of the run differ from the settings. */
    RunEndedException(UnfinishedRun run) {
        super(run.refusal());
    }
}
