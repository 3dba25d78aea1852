package io.tourbus.cli.exit;

import io.tourbus.run.RunReport;

/** Exit codes of the process. They are part of the interface of Tourbus: scripts and schedulers depend on them. */
public final class ExitCode {

    public static final int COMPLETE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int PARTIAL = 3;
    public static final int CANCELLED = 4;
    /** {@code EX_OSERR} of sysexits.h. The launchers signal the JVM when the heap is full, because it would exit with 3. */
    public static final int OUT_OF_MEMORY = 71;
    /** {@code EX_TEMPFAIL} of sysexits.h. */
    public static final int TRY_LATER = 75;
    /** {@code EX_CONFIG} of sysexits.h. */
    public static final int CONFIGURATION = 78;

    private ExitCode() {}

    public static int forStatus(RunReport.Status status) {
        return switch (status) {
            case COMPLETE -> COMPLETE;
            case PARTIAL -> PARTIAL;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
        };
    }
}
