package io.tourbus.described;

import io.tourbus.described.Description.Slices;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.slice.AdaptiveSlicer;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.Slice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Divides a time range into periods, and halves a period that has more results than the API returns. */
final class DateSlicer implements AdaptiveSlicer {

    private static final String DAY = "day";
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /** @param until exclusive */
    private record Period(Instant from, Instant until) {

        Duration length() {
            return Duration.between(from, until);
        }
    }

    private final Query query;
    private final String reader;
    private final Map<String, String> parameters;
    private final Slices dates;
    private final long cap;
    private final Deque<Period> pending = new ArrayDeque<>();

    /**
     * @param parameters of all periods
     * @param cap how many results the API returns
     */
    DateSlicer(
            Query query,
            String reader,
            Map<String, String> parameters,
            Slices dates,
            long cap,
            Instant from,
            Instant until) {
        this.query = query;
        this.reader = reader;
        this.parameters = parameters;
        this.dates = dates;
        this.cap = cap;
        var start = whole() ? from.truncatedTo(ChronoUnit.DAYS) : from;
        for (var at = start; at.isBefore(until); ) {
            var end = at.plus(dates.days(), ChronoUnit.DAYS);
            pending.add(new Period(at, whole() || end.isBefore(until) ? end : until));
            at = end;
        }
    }

    private boolean whole() {
        return dates.format().equals(DAY);
    }

    @Override
    public Query query() {
        return query;
    }

    /** One slice with the whole range. */
    Slice whole(Instant from, Instant until) {
        return slice(new Period(from, until));
    }

    int periods() {
        return pending.size();
    }

    /** The parameters of a request for the first period from now on. */
    static Map<String, String> next(Slices dates, Clock clock) {
        var now = clock.instant();
        return parameters(dates, new Period(now, now.plus(dates.days(), ChronoUnit.DAYS)));
    }

    private static Map<String, String> parameters(Slices dates, Period period) {
        var until = dates.format().equals(DAY) ? period.until().minusSeconds(1) : period.until();
        return Map.of(dates.from(), format(dates, period.from()), dates.until(), format(dates, until));
    }

    private Slice slice(Period period) {
        Map<String, String> all = new HashMap<>(parameters);
        all.putAll(parameters(dates, period));
        return Slice.of(query, reader, query.title() + " " + day(period.from()), all, List.of());
    }

    private static String format(Slices dates, Instant time) {
        return switch (dates.format()) {
            case DAY -> day(time);
            case "local" -> LOCAL.format(time.atOffset(ZoneOffset.UTC));
            default -> time.truncatedTo(ChronoUnit.SECONDS).toString();
        };
    }

    private static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    private Period period(Slice slice) {
        var from = slice.parameters().get(dates.from());
        var until = slice.parameters().get(dates.until());
        return switch (dates.format()) {
            case DAY ->
                new Period(
                        instant(from + "T00:00:00"),
                        instant(until + "T00:00:00").plus(1, ChronoUnit.DAYS));
            case "local" -> new Period(instant(from), instant(until));
            default -> new Period(Instant.parse(from), Instant.parse(until));
        };
    }

    private static Instant instant(String local) {
        return LocalDateTime.parse(local).toInstant(ZoneOffset.UTC);
    }

    @Override
    public Optional<Slice> next() {
        return Optional.ofNullable(pending.poll()).map(this::slice);
    }

    @Override
    public boolean done() {
        return pending.isEmpty();
    }

    @Override
    public Optional<Slice> onFirstPage(Slice slice, PageResult page) {
        var period = period(slice);
        var unit = whole() ? ChronoUnit.DAYS : ChronoUnit.MINUTES;
        var half = period.from().plus(period.length().dividedBy(2)).truncatedTo(unit);
        if (page.total().orElse(0) <= cap || !half.isAfter(period.from())) {
            return Optional.empty();
        }
        pending.addFirst(new Period(half, period.until()));
        return Optional.of(slice(new Period(period.from(), half)));
    }

    /** Excludes a period that has been read, which need not be one of the pending ones. */
    @Override
    public void skip(Slice read) {
        var done = period(read);
        List<Period> rest = new ArrayList<>();
        for (var period : pending) {
            if (!period.from().isBefore(done.until()) || !period.until().isAfter(done.from())) {
                rest.add(period);
                continue;
            }
            if (period.from().isBefore(done.from())) {
                rest.add(new Period(period.from(), done.from()));
            }
            if (period.until().isAfter(done.until())) {
                rest.add(new Period(done.until(), period.until()));
            }
        }
        pending.clear();
        pending.addAll(rest);
    }

    @Override
    public List<Slice> abandon() {
        var rest = pending.stream().map(this::slice).toList();
        pending.clear();
        return rest;
    }
}
