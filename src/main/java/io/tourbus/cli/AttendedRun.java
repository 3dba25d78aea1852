package io.tourbus.cli;

import io.tourbus.Bus;
import io.tourbus.run.RunReport;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Function;

/** A run that somebody watches: shows how far it has come, and in the end its report. */
public final class AttendedRun {

    private final PrintStream progress;
    private final PrintWriter out;
    private final Function<RunReport, String> written;

    /**
     * @param progress where the line that renews itself goes
     * @param out where the report goes, as a table
     */
    public AttendedRun(PrintStream progress, PrintWriter out) {
        this(progress, out, false);
    }

    /** @param json whether the report is one line of JSON */
    AttendedRun(PrintStream progress, PrintWriter out, boolean json) {
        this.progress = progress;
        this.out = out;
        this.written = json ? RunReport::json : ReportTable::of;
    }

    public RunReport of(Bus bus, String job) {
        return watched(bus, job, bus::run);
    }

    /** One that goes on with the last run of its job. */
    RunReport again(Bus bus, String job) {
        return watched(bus, job, bus::resume);
    }

    private RunReport watched(Bus bus, String job, Function<String, RunReport> run) {
        var report = shown(bus, job, run);
        out.println(written.apply(report));
        out.flush();
        return report;
    }

    private RunReport shown(Bus bus, String job, Function<String, RunReport> run) {
        try (var line = new Progress(bus, job, progress)) {
            line.start();
            return run.apply(job);
        }
    }
}
