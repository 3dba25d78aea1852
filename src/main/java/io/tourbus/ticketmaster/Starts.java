package io.tourbus.ticketmaster;

import io.tourbus.source.Page;
import io.tourbus.source.Payload;
import io.tourbus.source.RawEntity;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.LongStream;

/** When the events of a page start, in seconds since 1970, in order; to the day in UTC where no more is known. */
final class Starts {

    private Starts() {}

    static long[] of(Page page) {
        return page.entities().stream()
                .map(RawEntity::tree)
                .filter(tree -> tree.isObject())
                .flatMapToLong(tree -> start(new Payload(tree).at("dates").at("start")))
                .sorted()
                .toArray();
    }

    private static LongStream start(Payload start) {
        var moment = Said.moment(start, "dateTime");
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
