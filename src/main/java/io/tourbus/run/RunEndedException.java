package io.tourbus.run;

import io.tourbus.state.RunRepository.KnownRun;

/** A run cannot be cancelled or resumed, usually because it has ended. */
public final class RunEndedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RunEndedException(KnownRun run) {
        super("Run %s has ended already: %s.".formatted(run.runId(), run.status()));
    }

    /** @param reason why the run cannot be resumed */
    RunEndedException(KnownRun run, String reason) {
        super("Run %s cannot be resumed: %s.".formatted(run.runId(), reason));
    }
}
