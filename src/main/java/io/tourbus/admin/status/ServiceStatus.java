package io.tourbus.admin.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tourbus.admin.AdminApi;
import io.tourbus.admin.RouteAdmin;
import io.tourbus.admin.WarehouseBrowser;
import io.tourbus.admin.jmx.SourceControl;
import io.tourbus.reload.ReloadStatus;
import io.tourbus.run.RunManager;
import io.tourbus.run.RunReport;
import io.tourbus.schedule.Schedules;
import io.tourbus.state.DeadLetterRepository.Group;
import io.tourbus.state.RunRepository.KnownRun;
import io.tourbus.state.State;
import io.tourbus.warehouse.quality.RuleResult;
import io.tourbus.warehouse.quality.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an operator has to know now: everything that does not work as it should, with the reason. */
public final class ServiceStatus {

    private static final Duration MAX_AGE = Duration.ofSeconds(3);
    private static final int MAX_GROUPS = 100;

    /** How bad a problem is, or the worst of all problems. */
    public enum Level {
        OK,
        ATTENTION,
        BROKEN;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A problem.
     *
     * @param kind what the problem concerns: {@code run}, {@code job}, {@code dead-letters}, {@code route}, {@code source}, {@code
     *     edit}, {@code warehouse} or {@code state}
     * @param subject its ID or name; empty if there is none
     * @param text one or more sentences
     * @param since null if it is not known
     */
    public record Problem(
            @JsonProperty("level") Level level,
            @JsonProperty("kind") String kind,
            @JsonProperty("subject") String subject,
            @JsonProperty("text") String text,
            @JsonProperty("since") String since) {}

    /** All problems, the worst first. */
    public record View(
            @JsonProperty("level") Level level,
            @JsonProperty("problems") List<Problem> problems) {

        private static View of(List<Problem> problems) {
            var worstFirst = problems.stream()
                    .sorted((one, other) -> other.level().compareTo(one.level()))
                    .toList();
            return new View(worstFirst.isEmpty() ? Level.OK : worstFirst.get(0).level(), worstFirst);
        }
    }

    private final State state;
    private final RunManager runs;
    private final Schedules schedules;
    private final SourceControl.Sources sources;
    private final RouteAdmin routes;
    private final ReloadStatus reload;
    private final WarehouseBrowser warehouse;
    private final Clock clock;
    private Instant read = Instant.MIN;
    private View last;

    public ServiceStatus(
            State state,
            RunManager runs,
            Schedules schedules,
            SourceControl.Sources sources,
            RouteAdmin routes,
            ReloadStatus reload,
            WarehouseBrowser warehouse,
            Clock clock) {
        this.state = state;
        this.runs = runs;
        this.schedules = schedules;
        this.sources = sources;
        this.routes = routes;
        this.reload = reload;
        this.warehouse = warehouse;
        this.clock = clock;
    }

    /** The status, at most three seconds old. */
    public synchronized View view() {
        var now = clock.instant();
        if (last == null || Duration.between(read, now).abs().compareTo(MAX_AGE) >= 0) {
            last = View.of(problems());
            read = now;
        }
        return last;
    }

    private List<Problem> problems() {
        List<Problem> found = new ArrayList<>();
        try {
            addJobs(found);
            addDeadLetters(found);
        } catch (RuntimeException e) {
            found.add(
                    problem(Level.BROKEN, "state", "", "The state database does not respond: " + e.getMessage(), null));
        }
        addSources(found);
        addEdits(found);
        addRoutes(found);
        addRules(found);
        return found;
    }

    /** The rules for the data in the tables that failed when they were last evaluated. */
    private void addRules(List<Problem> found) {
        var summary = warehouse.summary();
        var failing = summary.rules().stream()
                .filter(rule -> !rule.passed())
                .collect(Collectors.groupingBy(RuleResult::severity, TreeMap::new, Collectors.toList()));
        failing.forEach((severity, rules) -> found.add(problem(
                severity == Severity.ERROR ? Level.BROKEN : Level.ATTENTION,
                "warehouse",
                rules.get(0).rule(),
                "%s in the warehouse: %s"
                        .formatted(
                                rules.size() == 1 ? "A rule fails" : "%d rules fail".formatted(rules.size()),
                                rules.stream().map(ServiceStatus::text).collect(Collectors.joining("; "))),
                rules.stream()
                        .map(rule -> summary.failingSince().get(rule.rule()))
                        .filter(Objects::nonNull)
                        .map(Instant::parse)
                        .min(Comparator.naturalOrder())
                        .orElse(null))));
    }

    private static String text(RuleResult rule) {
        return "%s, %,d of %,d in %s".formatted(rule.rule(), rule.violations(), rule.checked(), rule.table());
    }

    private static Problem problem(Level level, String kind, String subject, String text, Instant since) {
        return new Problem(level, kind, subject, text, since == null ? null : since.toString());
    }

    private void addRoutes(List<Problem> found) {
        if (!routes.started()) {
            return;
        }
        var stopped = routes.stopped().stream()
                .collect(Collectors.groupingBy(
                        route -> Map.entry(route.essential(), route.state().toLowerCase(Locale.ROOT)),
                        Collectors.toList()));
        stopped.forEach((kind, lines) -> found.add(problem(
                kind.getKey() ? Level.BROKEN : Level.ATTENTION,
                "route",
                lines.get(0).id(),
                "The %s %s %s.%s"
                        .formatted(
                                lines.size() == 1 ? "route" : "routes",
                                lines.stream().map(RouteAdmin.Line::id).collect(Collectors.joining(", ")),
                                (lines.size() == 1 ? "is " : "are ") + kind.getValue(),
                                kind.getKey() ? " Tourbus itself needs this to execute runs." : ""),
                earliest(lines))));
    }

    /** When the first of these routes was stopped; null if that is not known of each. */
    private static Instant earliest(List<RouteAdmin.Line> lines) {
        return lines.stream().map(RouteAdmin.Line::since).anyMatch(Objects::isNull)
                ? null
                : lines.stream()
                        .map(line -> Instant.parse(line.since()))
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private void addEdits(List<Problem> found) {
        reload.failures().forEach(failure -> found.add(problem(Level.BROKEN, "edit", "", failure, null)));
        reload.refused()
                .forEach(edit -> found.add(problem(
                        Level.ATTENTION,
                        "edit",
                        edit.file(),
                        "An edit is not applied, and the version before it runs. " + edit,
                        Instant.parse(edit.since()))));
    }

    private void addSources(List<Problem> found) {
        for (var source : sources.all()) {
            if (!source.getBlocked().isEmpty()) {
                found.add(problem(
                        Level.ATTENTION,
                        "source",
                        source.getSource(),
                        "Tourbus does not call %s %s".formatted(source.getSource(), source.getBlocked()),
                        null));
            } else if (source.getRequestsLeft() == 0) {
                found.add(problem(
                        Level.ATTENTION,
                        "source",
                        source.getSource(),
                        "The daily quota of %s is used up. It resets at %s."
                                .formatted(source.getSource(), source.getDayEnds()),
                        null));
            }
        }
    }

    private void addJobs(List<Problem> found) {
        runs.died()
                .forEach(run -> found.add(problem(
                        Level.ATTENTION,
                        "run",
                        run.runId(),
                        "The process of a run of %s died. %s"
                                .formatted(
                                        run.job(),
                                        run.obstacle()
                                                .map("Tourbus does not resume it: %s."::formatted)
                                                .orElse("Tourbus resumes it now.")),
                        run.started())));
        var lastRuns = state.runs().last(RunReport.Status.COMPLETE.label());
        for (var job : schedules.all()) {
            AdminApi.lastReported(state.runs(), job.job()).ifPresent(run -> addRun(run, found));
            schedules
                    .lateSince(job.job(), Optional.ofNullable(lastRuns.get(job.job())))
                    .ifPresent(since -> found.add(problem(
                            Level.ATTENTION,
                            "job",
                            job.job(),
                            "%s is late: no run was complete for two scheduled times.".formatted(job.job()),
                            since)));
        }
    }

    private static void addRun(KnownRun run, List<Problem> found) {
        var report = RunReport.read(run.report().orElseThrow());
        var failed = report.status() == RunReport.Status.FAILED;
        if (failed || report.status() == RunReport.Status.PARTIAL) {
            found.add(problem(
                    failed ? Level.BROKEN : Level.ATTENTION,
                    "run",
                    run.runId(),
                    "The last run of %s %s%s"
                            .formatted(
                                    run.job(), failed ? "failed" : "is incomplete", IncompleteReason.describe(report)),
                    run.started()));
        }
        var orphaned = report.sum("orphaned_keys");
        if (orphaned > 0) {
            found.add(problem(
                    Level.ATTENTION,
                    "run",
                    run.runId(),
                    "%,d keys in records of the last run of %s refer to records that were never delivered."
                            .formatted(orphaned, run.job()),
                    run.started()));
        }
    }

    private void addDeadLetters(List<Problem> found) {
        for (var group : state.deadLetters().groups(MAX_GROUPS)) {
            found.add(problem(
                    Level.ATTENTION,
                    "dead-letters",
                    group.reason(),
                    "%,d %s: %s"
                            .formatted(group.count(), group.count() == 1 ? "dead letter" : "dead letters", text(group)),
                    group.oldest()));
        }
    }

    private static String text(Group group) {
        return "%s %s, %s"
                .formatted(group.source(), group.entity(), group.reason())
                .strip();
    }
}
