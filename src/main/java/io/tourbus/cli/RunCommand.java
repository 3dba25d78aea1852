package io.tourbus.cli;

import io.tourbus.Bus;
import io.tourbus.run.Job;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus run JOB}: runs a job once and prints its report. */
@Command(
        name = "run",
        description = "Run a job once and print its report.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Times are days, which begin at midnight UTC (2026-12-31), or 2026-12-31T18:00:00Z.",
            "",
            "Examples:",
            "  tourbus run daily",
            "  tourbus run daily --only ticketmaster --since 2026-12-01 --until 2027-01-01",
            "  tourbus run daily --countries GB,DE --set tourbus.ticketmaster.undated=false"
        })
public final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Parameters(paramLabel = "JOB", description = "daily, hourly, artist-refresh or venue-refresh")
    private String job;

    @Option(names = "--since", paramLabel = "TIME", description = "read events from then on, in place of from now on")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "read events up to then, which is not included")
    private String until;

    @Option(names = "--countries", paramLabel = "CC,CC", description = "ask Ticketmaster for these countries")
    private String countries;

    @Option(names = "--cities", paramLabel = "NAME,NAME", description = "ask for events in these cities")
    private String cities;

    @Option(names = "--artists", paramLabel = "FILE", description = "follow the artists of the file, an id a line")
    private Path artists;

    @Option(names = "--only", paramLabel = "SOURCE", description = "read spotify or ticketmaster alone")
    private String only;

    @Option(names = "--json", description = "print the report as one line of JSON")
    private boolean json;

    @Override
    public Integer call() {
        Job.of(job);
        try (var bus = new Bus(tourbus.overlay(Map.of("tourbus.jobs.scheduled", "false"), options()), Clock.systemUTC())
                .start()) {
            var report = new AttendedRun(System.err, spec.commandLine().getOut(), json).of(bus, job);
            return ExitCode.of(report.status());
        }
    }

    /** What the options say, by the settings that they are short for. */
    private Map<String, String> options() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("tourbus.run.since", since);
        settings.put("tourbus.run.until", until);
        settings.put("tourbus.ticketmaster.countries", countries);
        settings.put("tourbus.ticketmaster.states", countries == null ? null : " ");
        settings.put("tourbus.ticketmaster.cities", cities == null && countries != null ? " " : cities);
        settings.put(
                "tourbus.spotify.artist-ids-file",
                artists == null ? null : artists.toAbsolutePath().toString());
        settings.put("tourbus.run.only", only);
        settings.values().removeIf(Objects::isNull);
        return settings;
    }
}
