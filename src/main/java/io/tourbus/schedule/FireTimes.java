package io.tourbus.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The fire times of a cron expression in a time zone with daylight saving time. Quartz itself skips the repeated hour in autumn and
 * the times of the skipped hour in spring.
 *
 * <p>If the hour field is {@code *}, the expression fires in every elapsed hour, also in both passes of the repeated hour. Any other
 * expression fires once for each local time: at the first of two occurrences, and at the end of the gap if the time is skipped.
 */
record FireTimes(CronExpression local, boolean everyHour, ZoneId zone) {

    /** @throws ParseException if the expression is not valid */
    static FireTimes parse(String cron, TimeZone zone) throws ParseException {
        var local = new CronExpression(cron);
        local.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
        return new FireTimes(local, cron.trim().split("\\s+")[2].equals("*"), zone.toZoneId());
    }

    /** The first fire time after the given time. Empty if the expression never fires again. */
    Optional<Instant> next(Instant after) {
        return everyHour ? nextElapsed(after) : nextLocal(after);
    }

    private Optional<Instant> nextElapsed(Instant after) {
        var from = after;
        var offset = zone.getRules().getOffset(after);
        while (true) {
            var next = nextLocal(LocalDateTime.ofInstant(from, offset));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            var fire = next.get().toInstant(offset);
            var transition = zone.getRules().nextTransition(from);
            if (transition == null || fire.isBefore(transition.getInstant())) {
                return Optional.of(fire);
            }
            // Quartz returns later times only: the second before includes the transition itself.
            offset = transition.getOffsetAfter();
            var first = nextLocal(
                            LocalDateTime.ofInstant(transition.getInstant().minusSeconds(1), offset))
                    .map(time -> time.toInstant(transition.getOffsetAfter()));
            if (first.equals(Optional.of(transition.getInstant()))) {
                return first;
            }
            from = transition.getInstant();
        }
    }

    private Optional<Instant> nextLocal(Instant after) {
        var next = nextLocal(LocalDateTime.ofInstant(after, zone));
        while (next.isPresent() && !resolve(next.get()).isAfter(after)) {
            next = nextLocal(next.get());
        }
        return next.map(this::resolve);
    }

    private Instant resolve(LocalDateTime time) {
        var transition = zone.getRules().getTransition(time);
        return transition != null && transition.isGap()
                ? transition.getInstant()
                : time.atZone(zone).toInstant();
    }

    private Optional<LocalDateTime> nextLocal(LocalDateTime after) {
        return Optional.ofNullable(local.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC))))
                .map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
    }
}
