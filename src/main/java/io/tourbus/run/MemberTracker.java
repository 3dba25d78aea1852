package io.tourbus.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tourbus.job.Job;
import io.tourbus.model.Entity;
import io.tourbus.model.Sha256;
import io.tourbus.source.slice.Completeness;
import io.tourbus.source.slice.NamedScope;
import io.tourbus.source.slice.Query;
import io.tourbus.state.RunRepository.TimeSpan;
import io.tourbus.state.members.Fingerprints;
import io.tourbus.state.members.QueryMembers;
import io.tourbus.state.members.QueryMembers.Members;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the entities that vanished since the last complete run of the same query of the same job. */
final class MemberTracker {

    private static final int MAX_IDS = 10_000;

    /** How far the start of a date may be from midnight in UTC, because of its time zone. */
    private static final Duration DAY = Duration.ofDays(1);

    private final QueryMembers stored;

    MemberTracker(QueryMembers stored) {
        this.stored = stored;
    }

    /** Compares the queries of a complete run with the last complete run, unless their settings have changed. */
    List<Vanished> compare(Run run) {
        var dates = run.events();
        if (dates.isEmpty() || run.sampling() || run.coverages().stream().anyMatch(Completeness::resumed)) {
            return List.of();
        }
        Map<Entity, Fingerprints> received = new TreeMap<>();
        run.coverages().forEach(query -> {
            var ofEntity = received.computeIfAbsent(query.query().entity(), entity -> new Fingerprints());
            query.members().forEach((identity, start) -> ofEntity.add(identity));
        });
        run.sources()
                .forEach(source -> run.queue(source)
                        .listener()
                        .presumed()
                        .forEach((entity, ids) ->
                                ids.forEach(received.computeIfAbsent(entity, same -> new Fingerprints())::add)));
        List<Vanished> all = new ArrayList<>();
        for (var query : run.coverages()) {
            var asked = query.query();
            var ids = Optional.of(asked)
                    .filter(complete -> query.exhaustive())
                    .flatMap(complete -> find(run, run.job(), complete))
                    .map(before -> missing(before, received.get(asked.entity()), dates.get()))
                    .orElse(List.of());
            if (!ids.isEmpty()) {
                var listed = ids.stream().limit(MAX_IDS).toList();
                all.add(new Vanished(asked.source(), asked.entity().label(), asked.title(), ids.size(), listed));
            }
        }
        return all;
    }

    /**
     * Whether the last run with the same settings found nothing in a scope either.
     *
     * @param narrowed whether the run reads only some of the events to come. It is enough then that a run of any job found something in
     *     the scope
     */
    boolean expectsNothing(Run run, NamedScope scope, boolean narrowed) {
        return scope.queries().stream()
                        .allMatch(query -> find(run, run.job(), query)
                                .filter(before -> before.entities().isEmpty() && sharesDates(run, query, before))
                                .isPresent())
                || narrowed
                        && scope.queries().stream()
                                .anyMatch(query -> Arrays.stream(Job.values())
                                        .flatMap(job -> find(run, job, query).stream())
                                        .anyMatch(before -> !before.entities().isEmpty()));
    }

    private Optional<Members> find(Run run, Job job, Query query) {
        return stored.find(key(job, query)).filter(before -> before.options().equals(options(run, query)));
    }

    private static boolean sharesDates(Run run, Query query, Members before) {
        return query.entity() != Entity.EVENTS
                || run.events()
                        .filter(dates -> before.from().isBefore(dates.until())
                                && dates.from().isBefore(before.until()))
                        .isPresent();
    }

    private static List<String> missing(Members before, Fingerprints received, TimeSpan dates) {
        var from = before.from().isAfter(dates.from()) ? before.from() : dates.from();
        var until = before.until().isBefore(dates.until()) ? before.until() : dates.until();
        Set<String> missing = new TreeSet<>();
        before.entities().forEach((identity, start) -> {
            if (!received.contains(identity) && within(start, from, until)) {
                missing.add(identity);
            }
        });
        return List.copyOf(missing);
    }

    /** Whether an entity takes place in a period for certain. Entities without a date always do. */
    private static boolean within(String start, Instant from, Instant until) {
        if (start.isEmpty()) {
            return true;
        }
        try {
            var instant = start.endsWith("Z");
            var earliest = instant
                    ? Instant.parse(start)
                    : LocalDate.parse(start.substring(0, 10))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .minus(DAY);
            var latest = instant ? earliest : earliest.plus(DAY.multipliedBy(3));
            return !earliest.isBefore(from) && latest.isBefore(until);
        } catch (DateTimeParseException | StringIndexOutOfBoundsException e) {
            return false;
        }
    }

    /** Stores the entities of a complete run, unless the stored ones are of a longer period. */
    void save(Run run, Instant now) {
        if (run.events().isEmpty() || run.sampling()) {
            return;
        }
        for (var query : run.coverages()) {
            if (query.exhaustive()) {
                var members = members(run, query);
                stored.save(
                        key(run.job(), query.query()),
                        members,
                        before -> isLonger(before, members, run.started()),
                        run.id(),
                        now);
            }
        }
    }

    /** Entities without dates do not depend on those of the run. */
    private static Members members(Run run, Completeness query) {
        var dates = run.events()
                .filter(period -> query.query().entity() == Entity.EVENTS)
                .orElse(new TimeSpan(Instant.EPOCH, Instant.EPOCH));
        return new Members(options(run, query.query()), dates.from(), dates.until(), query.members());
    }

    private static boolean isLonger(Members before, Members members, Instant now) {
        return before.options().equals(members.options())
                && (members.until().isBefore(before.until())
                        || members.from().isAfter(before.from())
                                && members.from().isAfter(now));
    }

    private static String key(Job job, Query query) {
        return "%s %s %s %s".formatted(job.label(), query.source(), query.entity(), query.title());
    }

    private static String options(Run run, Query query) {
        return HexFormat.of()
                .formatHex(
                        Sha256.hash(run.input()
                                .map(input -> input.fingerprints().get(query.source()))
                                .orElse("")
                                .getBytes(UTF_8)),
                        0,
                        8);
    }
}
