package io.tourbus.cli;

import io.tourbus.app.TourbusContext;
import io.tourbus.run.RunReport;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Function;

/** Executes a run in the foreground: shows its progress, then prints its report. */
public final class RunConsole {

    private final PrintStream progress;
    private final PrintWriter out;
    private final Function<RunReport, String> format;

    /** Prints the report as a table to {@code out}. */
    public RunConsole(PrintStream progress, PrintWriter out) {
        this(progress, out, false);
    }

    /** @param json whether the report is printed as one line of JSON */
    RunConsole(PrintStream progress, PrintWriter out, boolean json) {
        this.progress = progress;
        this.out = out;
        this.format = json ? RunReport::json : ReportTable::format;
    }

    public RunReport run(TourbusContext context, String job) {
        return execute(context, job, context::run);
    }

    /** Continues the unfinished run of the job. */
    RunReport resume(TourbusContext context, String job) {
        return execute(context, job, context::resume);
    }

    private RunReport execute(TourbusContext context, String job, Function<String, RunReport> run) {
        RunReport report;
        try (var reporter = new ProgressReporter(context, job, progress)) {
            reporter.start();
            report = run.apply(job);
        }
        out.println(format.apply(report));
        out.flush();
        return report;
    }
}
