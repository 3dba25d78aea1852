package io.tourbus.ticketmaster.window;

import io.tourbus.source.page.JsonFields;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities.RawEntity;
import io.tourbus.ticketmaster.api.TicketmasterFields;
import io.tourbus.ticketmaster.api.TicketmasterFields.EventDate;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.LongStream;

/** Extracts the start times of the events of a page: sorted epoch seconds, midnight UTC for events without a time. */
final class EventStarts {

    private EventStarts() {}

    static long[] read(PageResult page) {
        return page.entities().stream()
                .map(RawEntity::tree)
                .filter(tree -> tree.isObject())
                .flatMapToLong(tree -> start(new JsonFields(tree).at("dates").at("start")))
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
