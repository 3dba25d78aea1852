package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Function;

/** A run that somebody watches: shows how far it has come, and in the end its report. */
public final class RunConsole {

    private final PrintStream progress;
    private final PrintWriter out;
    private final Function<RunReport, String> written;

    /**
     * @param progress where the line that renews itself goes
     * @param out where the report goes, as a table
     */
    public RunConsole(PrintStream progress, PrintWriter out) {
        this(progress, out, false);
    }

    /** @param json whether the report is one line of JSON */
    RunConsole(PrintStream progress, PrintWriter out, boolean json) {
        this.progress = progress;
        this.out = out;
        this.written = json ? RunReport::json : ReportTable::format;
    }

    public RunReport run(TourbusContext bus, String job) {
        return watched(bus, job, bus::run);
    }

    /** One that goes on with the last run of its job. */
    RunReport resume(TourbusContext bus, String job) {
        return watched(bus, job, bus::resume);
    }

    private RunReport watched(TourbusContext bus, String job, Function<String, RunReport> run) {
        var report = shown(bus, job, run);
        out.println(written.apply(report));
        out.flush();
        return report;
    }

    private RunReport shown(TourbusContext bus, String job, Function<String, RunReport> run) {
        try (var line = new ProgressReporter(bus, job, progress)) {
            line.start();
            return run.apply(job);
        }
    }
}
