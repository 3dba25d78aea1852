package io.tourbus.cli;

import io.tourbus.run.RunReport;

/** What the process answers its caller with. */
public final class ExitCode {

    public static final int COMPLETE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int PARTIAL = 3;
    public static final int TRY_LATER = 75;
    public static final int CONFIGURATION = 78;

    private ExitCode() {}

    public static int forStatus(RunReport.Status status) {
        return switch (status) {
            case COMPLETE -> COMPLETE;
            case PARTIAL -> PARTIAL;
            case FAILED -> FAILED;
        };
    }
}
