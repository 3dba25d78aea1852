package io.tourbus.spotify;

import io.tourbus.state.Facts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.OptionalInt;

/**
 * How much may be asked for at once: as much as older apps may, until Spotify refuses that. The refusal is remembered, so
 * that for a day runs start with what newer apps may.
 */
final class Width {

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final OptionalInt set;
    private final int wide;
    private final int narrow;
    private final String fact;
    private final Facts facts;
    private final Clock clock;
    private volatile int current;

    /**
     * @param set by hand: never changed then
     * @param fact under which the refusal is remembered
     */
    Width(OptionalInt set, int wide, int narrow, String fact, Facts facts, Clock clock) {
        this.set = set;
        this.wide = wide;
        this.narrow = narrow;
        this.fact = fact;
        this.facts = facts;
        this.clock = clock;
        this.current = set.orElse(narrow);
    }

    void begin() {
        current = set.orElseGet(() -> refusedLately() ? narrow : wide);
    }

    int get() {
        return current;
    }

    boolean fixed() {
        return set.isPresent();
    }

    /** Spotify refused the wider way. @return whether that is news */
    synchronized boolean narrow() {
        if (current == narrow) {
            return false;
        }
        current = narrow;
        facts.put(fact, clock.instant().toString(), clock.instant());
        return true;
    }

    int narrowest() {
        return narrow;
    }

    private boolean refusedLately() {
        return facts.get(fact)
                .map(Width::instant)
                .orElse(Instant.MIN)
                .isAfter(clock.instant().minus(REMEMBERED));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }
}
