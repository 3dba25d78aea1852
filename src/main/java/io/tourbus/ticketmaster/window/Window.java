package io.tourbus.ticketmaster.window;

import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.source.slice.Slice;
import io.tourbus.source.slice.SliceResult;
import io.tourbus.ticketmaster.api.EventDate;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import io.tourbus.ticketmaster.window.Forecast.Outcome;
import io.tourbus.ticketmaster.window.WindowCutter.Cut;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.LongStream;

/** A requested date window: its forecast, its reported total, and the starts of its events while it is read. */
final class Window {

    private final EventArea area;
    private final long from;
    private final Cut cut;
    private final boolean whole;
    private final Slice slice;
    private Outcome outcome;
    private boolean surprising;
    private boolean narrowed;
    private long[] sample = {};
    private long[] starts = {};
    private double weight;

    Window(EventArea area, long from, Cut cut, boolean whole) {
        this.area = area;
        this.from = from;
        this.cut = cut;
        this.whole = whole;
        this.slice = area.window(from, cut.end());
    }

    Slice slice() {
        return slice;
    }

    long from() {
        return from;
    }

    long end() {
        return cut.end();
    }

    /** Whether it is the first window of a horizon without a forecast. */
    boolean whole() {
        return whole;
    }

    Outcome outcome() {
        return outcome;
    }

    void setTotal(long total) {
        if (outcome == null) {
            outcome = new Outcome(cut.mean(), total);
            surprising = outcome.surprising(cut.deviation());
        }
        surprising |= total > cut.mean() + 4 * cut.deviation() + 100 && total > 1_000;
    }

    /** Whether it has far more events than forecast. */
    boolean spike(long total) {
        return surprising && total > 2 * cut.mean();
    }

    /** The same for a window that may have been narrowed already. */
    boolean spikeAfterNarrowing(long total) {
        return surprising && (narrowed || total > 1.5 * cut.mean());
    }

    Window narrowedTo(Cut narrower) {
        var window = new Window(area, from, narrower, false);
        window.outcome = outcome;
        window.surprising = surprising;
        window.narrowed = !whole;
        return window;
    }

    void start(long[] firstPage, double weightOfEach) {
        sample = firstPage;
        starts = firstPage;
        weight = weightOfEach;
    }

    void add(long[] more) {
        starts = LongStream.concat(Arrays.stream(starts), Arrays.stream(more)).toArray();
    }

    /** Sets the starts of the events of a window whose pages another process has read. */
    void addRecords(SliceResult result) {
        var builder = LongStream.builder();
        result.forEachRecord((identity, start) -> {
            if (start.endsWith("Z")) {
                builder.add(Instant.parse(start).getEpochSecond());
            } else if (start.length() >= 10) {
                builder.add(LocalDate.parse(start.substring(0, 10))
                        .atStartOfDay(ZoneOffset.UTC)
                        .toEpochSecond());
            }
        });
        starts = builder.build().toArray();
    }

    long[] sample() {
        return sample;
    }

    long[] starts() {
        return starts;
    }

    /** How many events each event of the sample represents; 0 if the forecast must not learn from this window. */
    double weight() {
        return weight;
    }

    /** The start times of the events of a page: sorted epoch seconds, midnight UTC for events without a time. */
    static long[] starts(PageResult page) {
        return page.entities().stream()
                .map(RawEntity::tree)
                .filter(tree -> tree.isObject())
                .flatMapToLong(tree -> start(JsonFields.of(tree).at("dates").at("start")))
                .sorted()
                .toArray();
    }

    private static LongStream start(JsonFields start) {
        var moment = TicketmasterFields.moment(start, "dateTime");
        if (moment != null) {
            return LongStream.of(moment.getEpochSecond());
        }
        try {
            var day = EventDate.day(start);
            return day == null
                    ? LongStream.empty()
                    : LongStream.of(
                            LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        } catch (DateTimeException e) {
            return LongStream.empty();
        }
    }
}
