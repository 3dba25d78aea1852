package io.tourbus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tourbus.app.Modules;
import io.tourbus.estimate.Prices;
import io.tourbus.estimate.RunEstimate;
import io.tourbus.estimate.RunEstimator;
import io.tourbus.job.Job;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code tourbus plan JOB}: what a run would take. */
@Command(
        name = "plan",
        description = "Tell what a run would take: requests, minutes, objects and what AWS asks for a month of it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Asks the sources how much there is, a request for each query at most, and delivers nothing. Artists that concerts"
                    + " will name for the first time are not in it. Costs are list prices; that of the stream is as if all records"
                    + " of each run were new to it, which those of the first run are.",
            "",
            "Examples:",
            "  tourbus plan daily",
            "  tourbus plan daily --only ticketmaster --countries GB,DE",
            "  tourbus plan backfill --since 2026-10-01 --until 2026-11-01 --json"
        })
public final class PlanCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private TourbusCommand tourbus;

    @Parameters(paramLabel = "JOB", description = "daily, hourly, artist-refresh, venue-refresh or backfill")
    private String job;

    @Mixin
    private RunOptions options;

    @Option(names = "--json", description = "a JSON object")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        var overlay = tourbus.overlay(
                Map.of("tourbus.jobs.scheduled", "false", "tourbus.retry.attempts", "1"), options.settings());
        var outlook = RunEstimator.estimate(Modules.STANDARD, overlay, Job.of(job), Clock.systemUTC());
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(outlook));
        } else {
            print(outlook, out);
        }
        return ExitCode.COMPLETE;
    }

    private static void print(RunEstimate outlook, PrintWriter out) {
        var table = new Table(2, List.of("source", "query", "there", "slices", "requests", "records"));
        outlook.parts()
                .forEach(part -> table.add(List.of(
                        part.source(),
                        part.query(),
                        part.reportedTotal() == null ? "" : number(part.atLeast(), part.reportedTotal()),
                        number(part.atLeast(), part.slices()),
                        number(part.atLeast(), part.requests()),
                        number(part.atLeast(), part.records()))));
        table.lines().forEach(out::println);
        outlook.sources().forEach(load -> out.println(line(load)));
        out.println("lake: %,d objects".formatted(outlook.objects()));
        outlook.notes().forEach(note -> out.println("note: " + note));
        out.println();
        var costs = new Table(1, List.of("USD in 30 days, %,d runs".formatted(outlook.runs()), ""));
        outlook.costs().forEach((item, usd) -> costs.add(List.of(title(item), "%.2f".formatted(usd))));
        costs.add(List.of("sum", "%.2f".formatted(outlook.sum())));
        costs.lines().forEach(out::println);
    }

    private static String number(boolean atLeast, long number) {
        return (atLeast ? "≥ " : "") + "%,d".formatted(number);
    }

    private static String line(RunEstimate.SourceEstimate load) {
        var day = load.perDay() == 0
                ? "no limit a day"
                : "%.1f %% of the %,d a day of the job, %,d left today"
                        .formatted(100.0 * load.requests() / load.perDay(), load.perDay(), load.left());
        return "%s: %,d requests, %.1f minutes; %s".formatted(load.source(), load.requests(), load.minutes(), day);
    }

    private static String title(Prices.Item item) {
        return switch (item) {
            case PUT_REQUEST -> "lake, put requests";
            case GIGABYTE_MONTH -> "lake, storage of these runs";
            case PAYLOAD_UNIT -> "stream, records";
            case SHARD_HOUR -> "stream, a shard all the time";
        };
    }
}
