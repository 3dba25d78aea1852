package io.tourbus.cli;

import io.tourbus.app.Modules;
import io.tourbus.cli.base.AbstractCommand;
import io.tourbus.cli.exit.ExitCode;
import io.tourbus.cli.option.Candidates;
import io.tourbus.cli.option.RunOptions;
import io.tourbus.cli.text.TextTable;
import io.tourbus.estimate.Prices;
import io.tourbus.estimate.RunEstimate;
import io.tourbus.estimate.RunEstimator;
import io.tourbus.job.Job;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tourbus plan JOB}: estimates what a run would need. */
@Command(
        name = "plan",
        description = "Estimate a run: requests, duration, objects, and the AWS cost of 30 days.",
        footer = {
            "",
            "Sends at most one request per query, and delivers nothing. Needs no AWS credentials. Artists that concerts name for"
                    + " the first time are not included. Costs are list prices. The cost of the stream assumes that all records of"
                    + " each run are new; in practice, only the first run sends all of them. The cost of the warehouse assumes that a"
                    + " Lambda function builds the tables after each run.",
            "",
            "Examples:",
            "  tourbus plan daily",
            "  tourbus plan daily --only ticketmaster --countries GB,DE",
            "  tourbus plan backfill --since 2027-06-01 --until 2027-07-01 --json"
        })
public final class PlanCommand extends AbstractCommand {

    @Parameters(
            paramLabel = "JOB",
            completionCandidates = Candidates.Jobs.class,
            description = "daily, hourly, artist-refresh, venue-refresh or backfill")
    private String job;

    @Mixin
    private RunOptions options;

    @Option(names = "--json", description = "print a JSON object")
    private boolean json;

    @Override
    public Integer call() {
        if (options.limited()) {
            throw usageError("--limit has no effect on plan. Use it with run.");
        }
        var planned = Job.of(job);
        var overrides = overrides(NO_SCHEDULES_NO_RETRIES, options.settings(planned));
        var estimate = RunEstimator.estimate(Modules.installed(), overrides, planned, Clock.systemUTC());
        if (json) {
            printJson(estimate);
        } else {
            print(estimate);
        }
        return ExitCode.COMPLETE;
    }

    private void print(RunEstimate estimate) {
        var queries = new TextTable(2, List.of("source", "query", "reported", "slices", "requests", "records"));
        estimate.parts()
                .forEach(part -> queries.add(List.of(
                        part.source(),
                        part.query(),
                        part.reportedTotal() == null ? "" : number(part.atLeast(), part.reportedTotal()),
                        number(part.atLeast(), part.slices()),
                        number(part.atLeast(), part.requests()),
                        number(part.atLeast(), part.records()))));
        print(queries);
        estimate.sources().forEach(source -> out().println(line(source)));
        out().println("lake: %,d objects".formatted(estimate.objects()));
        out().println("Lambda: %,.0f seconds and %,.0f GB-seconds per run"
                .formatted(estimate.lambdaSeconds(), estimate.lambdaGigabyteSeconds()));
        estimate.parts().stream()
                .filter(part -> part.fresh() > 0)
                .forEach(part -> out().println("note: %s %s: %,d requests skipped, because their answers are fresh"
                        .formatted(part.source(), part.query(), part.fresh())));
        estimate.notes().forEach(note -> out().println("note: " + note));
        out().println();
        var costs = new TextTable(1, List.of("USD in 30 days, %,d runs".formatted(estimate.runs()), ""));
        estimate.costs().forEach((item, usd) -> costs.add(List.of(title(item), "%.2f".formatted(usd))));
        costs.add(List.of("total", "%.2f".formatted(estimate.sum())));
        print(costs);
    }

    private static String number(boolean atLeast, long number) {
        return (atLeast ? "≥ " : "") + "%,d".formatted(number);
    }

    private static String line(RunEstimate.SourceEstimate source) {
        var quota = source.perDay() == 0
                ? "no daily limit"
                : "%.1f%% of the %,d per day that the job may use, %,d left today"
                        .formatted(100.0 * source.requests() / source.perDay(), source.perDay(), source.left());
        return "%s: %,d requests, %.1f minutes; %s"
                .formatted(source.source(), source.requests(), source.minutes(), quota);
    }

    private static String title(Prices.Item item) {
        return switch (item) {
            case PUT_REQUEST -> "lake: PUT requests";
            case GIGABYTE_MONTH -> "lake: storage of these runs";
            case PAYLOAD_UNIT -> "stream: records";
            case SHARD_HOUR -> "stream: one shard";
            case LAMBDA_GIGABYTE_SECOND -> "runs: Lambda";
            case WAREHOUSE_GIGABYTE_SECOND -> "warehouse: Lambda";
            case WAREHOUSE_PUT_REQUEST -> "warehouse: PUT requests";
        };
    }
}
