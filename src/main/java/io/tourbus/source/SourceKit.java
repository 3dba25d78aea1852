package io.tourbus.source;

import io.tourbus.source.limit.AdaptiveRateLimiter;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.limit.PauseGate;
import io.tourbus.source.limit.RetryAfter;
import io.tourbus.source.limit.RetryAfterPolicy;
import io.tourbus.state.State;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a source is made with.
 *
 * @param gate holds its calls back when it asks for a pause
 * @param patience knows what to do then
 * @param quota what may be asked of it in a day
 * @param pace the time from one request to the next
 * @param encounters performers met at concerts
 */
public record SourceKit(
        PauseGate gate,
        RetryAfterPolicy patience,
        DailyQuota quota,
        AdaptiveRateLimiter pace,
        PerformerRegistry encounters,
        State state,
        Clock clock) {

    /** @param longestWait how long the source may ask to wait before it is left alone */
    public static SourceKit of(
            DailyQuota quota,
            AdaptiveRateLimiter pace,
            PerformerRegistry encounters,
            Supplier<Duration> longestWait,
            State state,
            Clock clock) {
        var gate = new PauseGate(System::nanoTime);
        var patience = new RetryAfterPolicy(gate, new RetryAfter(clock), longestWait, quota);
        return new SourceKit(gate, patience, quota, pace, encounters, state, clock);
    }
}
