package io.tourbus.spotify;

import io.tourbus.state.KeyValueStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much may be asked for at once: as much as older apps may, until Spotify refuses that and answers the same when it is
 * asked for less. Only then it was the width, and is remembered, so that for a day runs start with what newer apps may.
 */
final class AdaptiveBatchSize {

    private record Doubt(Object what, String said) {}

    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final OptionalInt set;
    private final int wide;
    private final int narrow;
    private final String fact;
    private final KeyValueStore facts;
    private final Clock clock;
    private volatile int current;
    private Optional<Doubt> doubt = Optional.empty();

    /**
     * @param set by hand: never changed then
     * @param fact under which the refusal is remembered
     */
    AdaptiveBatchSize(OptionalInt set, int wide, int narrow, String fact, KeyValueStore facts, Clock clock) {
        this.set = set;
        this.wide = wide;
        this.narrow = narrow;
        this.fact = fact;
        this.facts = facts;
        this.clock = clock;
        this.current = set.orElse(narrow);
    }

    synchronized void begin() {
        doubt = Optional.empty();
        current = set.orElseGet(() -> recentlyRefused() ? narrow : wide);
    }

    int get() {
        return current;
    }

    boolean fixed() {
        return set.isPresent();
    }

    /**
     * Spotify refused the wider way: the narrower one is tried.
     *
     * @param what was asked for, apart from the width
     * @param said what it said
     */
    synchronized void narrow(Object what, String said) {
        if (current != narrow) {
            current = narrow;
            doubt = Optional.of(new Doubt(what, said));
        }
    }

    /**
     * The narrower way was answered.
     *
     * @return what Spotify said to the wider one, once it is settled that the width was the reason
     */
    synchronized Optional<String> answered(Object what) {
        var settled = doubtAbout(what);
        if (settled.isPresent()) {
            doubt = Optional.empty();
            facts.put(fact, clock.instant().toString(), clock.instant());
        }
        return settled.map(Doubt::said);
    }

    /** The narrower way was refused too: where that is what the wider one was tried with, the width was not the reason. */
    synchronized void refused(Object what) {
        if (doubtAbout(what).isPresent()) {
            doubt = Optional.empty();
            current = wide;
        }
    }

    private Optional<Doubt> doubtAbout(Object what) {
        return doubt.filter(found -> found.what().equals(what));
    }

    int narrowest() {
        return narrow;
    }

    private boolean recentlyRefused() {
        return facts.get(fact)
                .map(AdaptiveBatchSize::instant)
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
