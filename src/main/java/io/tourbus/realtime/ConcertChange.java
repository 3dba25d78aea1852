package io.tourbus.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A change that is published. {@code docs/lambda.md} documents the rules.
 *
 * @param type the {@code detail-type} of the event
 * @param detail the {@code detail} of the event, as in {@code concert-event.schema.json}
 */
record ConcertChange(Type type, ObjectNode detail) {

    /** The types of events. */
    enum Type {
        ANNOUNCED("ConcertAnnounced"),
        CANCELLED("ConcertCancelled"),
        POSTPONED("ConcertPostponed"),
        RESCHEDULED("ConcertRescheduled");

        final String detailType;

        Type(String detailType) {
            this.detailType = detailType;
        }
    }

    private static final String STATUS = "status";
    private static final String SOURCE_STATUS = "source_status";
    private static final String RESCHEDULED = "rescheduled";
    private static final String DATE = "local_date";

    /** A change of one of these moves a concert. */
    private static final List<String> PLACE_AND_TIME = List.of(DATE, "local_time", "venue_id");

    /** The fields that {@code changed} and {@code previous} name. */
    private static final List<String> COMPARED = Stream.concat(
                    Stream.of("name", STATUS, SOURCE_STATUS, "event_date", "date_status", "venue_name"),
                    PLACE_AND_TIME.stream())
            .toList();

    /** Returns the event of a concert whose earlier state is not known. */
    static ConcertChange ofUnknown(ConcertState now) {
        return ofFirst(now, null);
    }

    /** Returns the event of a concert that is read for the first time. */
    static ConcertChange ofNew(ConcertState now) {
        return ofFirst(now, true);
    }

    private static ConcertChange ofFirst(ConcertState now, Boolean isNew) {
        var detail = now.fields().deepCopy();
        detail.put("is_new", isNew);
        detail.putNull("changed");
        detail.putNull("previous");
        return new ConcertChange(typeOf(now), detail);
    }

    private static Type typeOf(ConcertState now) {
        return switch (now.text(STATUS)) {
            case "cancelled" -> Type.CANCELLED;
            case "postponed" -> Type.POSTPONED;
            default -> now.has(SOURCE_STATUS, RESCHEDULED) ? Type.RESCHEDULED : Type.ANNOUNCED;
        };
    }

    /** Returns the event of a concert whose earlier state is known; empty if nothing has changed that has an event. */
    static Optional<ConcertChange> between(ConcertState before, ConcertState now) {
        return typeOf(now, before).map(type -> {
            var detail = now.fields().deepCopy();
            detail.put("is_new", false);
            var changed = detail.putArray("changed");
            var previous = detail.putObject("previous");
            COMPARED.stream().filter(field -> now.differs(before, field)).forEach(field -> {
                changed.add(field);
                previous.set(field, before.fields().path(field));
            });
            return new ConcertChange(type, detail);
        });
    }

    private static Optional<Type> typeOf(ConcertState now, ConcertState before) {
        var type = typeOf(now);
        if (type == Type.CANCELLED || type == Type.POSTPONED) {
            return Optional.of(type).filter(changed -> now.differs(before, STATUS));
        }
        if (isMoved(now, before)) {
            return Optional.of(Type.RESCHEDULED);
        }
        return Optional.of(Type.ANNOUNCED)
                .filter(announced ->
                        before.text(DATE).isEmpty() && !now.text(DATE).isEmpty());
    }

    private static boolean isMoved(ConcertState now, ConcertState before) {
        return Stream.of("cancelled", "postponed").anyMatch(status -> before.has(STATUS, status))
                || now.has(SOURCE_STATUS, RESCHEDULED) && !before.has(SOURCE_STATUS, RESCHEDULED)
                || PLACE_AND_TIME.stream()
                        .anyMatch(field -> !now.text(field).isEmpty()
                                && !before.text(field).isEmpty()
                                && now.differs(before, field));
    }
}
