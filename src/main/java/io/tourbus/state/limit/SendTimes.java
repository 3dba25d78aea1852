package io.tourbus.state.limit;

/**
 * When requests with one API key may be sent. All times are microseconds of a clock that all processes with this key share.
 *
 * <p>A request gets a slot and a lease: it is sent between {@code slot} and {@code slot + lease}, or needs another slot. Of n
 * requests that are allowed per second, request k + n has its slot at least a second after the lease of request k ends.
 *
 * @param at when this was changed
 * @param slot the slot that was granted last
 * @param lease the lease of this slot
 * @param next the earliest time of the next slot
 * @param period the longest interval between requests that a process has set
 * @param periodEnds until when this interval applies to processes with a shorter one
 * @param pausedUntil the end of a pause that the source asked for
 */
public record SendTimes(long at, long slot, long lease, long next, long period, long periodEnds, long pausedUntil) {

    public static final SendTimes NONE = new SendTimes(0, 0, 0, 0, 0, 0, 0);

    private static final long SECOND = 1_000_000;
    /** The least time in a second that is left to delays between the decision to send and the network. */
    private static final long MIN_SLACK = 15_000;
    /** For how long the interval of a process that sends no more requests applies to the others. */
    private static final long PERIOD_LASTS = 10 * SECOND;

    private static final long MAX_PAUSE = 25 * 3_600 * SECOND;
    private static final long MAX_PERIOD = 300 * SECOND;
    private static final long MAX_WAITING = 1_000;

    /**
     * Grants the next slot.
     *
     * @param now the present time
     * @param wanted the interval between requests that the process has set
     * @param extraLease by how much the lease is longer than usual
     * @param unused a slot that is returned because the request is late, or 0. It is lost if another one was granted since
     */
    public SendTimes reserve(long now, long wanted, long extraLease, long unused) {
        var last = seen(now);
        var slower = last.period > wanted && last.periodEnds > now;
        var effective = slower ? last.period : wanted;
        // Half of the lease makes up for the time in which no process was ready to send.
        var earliest = Math.max(now - lease(effective) / 2, last.slot == unused ? unused : last.next);
        var granted = Math.max(earliest, last.pausedUntil);
        return new SendTimes(
                now,
                granted,
                lease(effective) + extraLease,
                granted + spacing(effective) + extraLease,
                effective,
                slower ? last.periodEnds : granted + PERIOD_LASTS,
                last.pausedUntil);
    }

    /** Starts a pause. It has no effect if it ends before the present one. */
    public SendTimes pause(long now, long micros) {
        var last = seen(now);
        var until = Math.max(last.pausedUntil, now + Math.min(micros, MAX_PAUSE));
        return new SendTimes(now, last.slot, last.lease, last.next, last.period, last.periodEnds, until);
    }

    /** The time until the slot that was granted last; negative if the slot has begun. */
    public long delay() {
        return slot - at;
    }

    /** The rest of the pause. */
    public long pause(long now) {
        return Math.max(0, pausedUntil - Math.max(now, at));
    }

    /** If the clock was set back, no wait gets longer. Times that no process can have written are ignored. */
    private SendTimes seen(long now) {
        var maxNext = Math.max(at, pausedUntil) + MAX_WAITING * MAX_PERIOD;
        if (period > MAX_PERIOD || pausedUntil > at + MAX_PAUSE || next > maxNext) {
            return NONE;
        }
        var back = Math.max(0, at - now);
        return new SendTimes(now, slot - back, lease, next - back, period, periodEnds - back, pausedUntil - back);
    }

    /** The time from a slot to the next one. */
    public static long spacing(long period) {
        return Math.max(period, -Math.floorDiv(-(SECOND + MIN_SLACK), perSecond(period)));
    }

    /** Half of the slack is for the time until the request is sent, the other half for its way to the server. */
    public static long lease(long period) {
        var slack = perSecond(period) * spacing(period) - SECOND;
        return Math.min(slack / 2, Math.max(MIN_SLACK / 2, period / 4));
    }

    /** The largest number of requests that can begin within a second. */
    private static long perSecond(long period) {
        return -Math.floorDiv(-SECOND, Math.max(1, period));
    }
}
