package io.tourbus.source;

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
        Gate gate, Patience patience, Quota quota, Pace pace, Encounters encounters, State state, Clock clock) {

    /** @param longestWait how long the source may ask to wait before it is left alone */
    public static SourceKit of(
            Quota quota, Pace pace, Encounters encounters, Supplier<Duration> longestWait, State state, Clock clock) {
        var gate = new Gate(System::nanoTime);
        var patience = new Patience(gate, new RetryAfter(clock), longestWait, quota);
        return new SourceKit(gate, patience, quota, pace, encounters, state, clock);
    }
}
