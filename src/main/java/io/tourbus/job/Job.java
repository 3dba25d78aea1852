package io.tourbus.job;

import static io.tourbus.model.Entity.ARTISTS;
import static io.tourbus.model.Entity.EVENTS;
import static io.tourbus.model.Entity.TRACKS;
import static io.tourbus.model.Entity.VENUES;
import static io.tourbus.source.slice.Scope.Mode.DATED;
import static io.tourbus.source.slice.Scope.Mode.EVERYTHING;
import static io.tourbus.source.slice.Scope.Mode.KNOWN;
import static io.tourbus.source.slice.Scope.Mode.NEAR;

import io.tourbus.model.Entity;
import io.tourbus.source.slice.Scope.Mode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A named piece of work, most with a schedule. */
public enum Job {
    /** Everything in the horizon. */
    DAILY(EVERYTHING, ARTISTS, TRACKS, VENUES, EVENTS),
    /** The events of the near horizon, and what was not complete the last time. */
    HOURLY(NEAR, EVENTS),
    /** Every artist known so far, and what hangs on those that are followed. */
    ARTIST_REFRESH(KNOWN, ARTISTS, TRACKS),
    /** Every venue. */
    VENUE_REFRESH(EVERYTHING, VENUES),
    /** The events of a stretch of time. Has no schedule. */
    BACKFILL(DATED, EVENTS);

    private final Mode breadth;
    private final Set<Entity> entities;

    Job(Mode breadth, Entity... entities) {
        this.breadth = breadth;
        this.entities = Set.of(entities);
    }

    /** How much of it the job fetches. */
    public Mode breadth() {
        return breadth;
    }

    /** What the job fetches. */
    public Set<Entity> entities() {
        return entities;
    }

    /** Whether it has a cron expression. */
    public boolean scheduled() {
        return this != BACKFILL;
    }

    /** {@code artist-refresh}; routes, settings and the command line use this form. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param label {@code artist-refresh} or, as users of the predecessor write it, {@code artist_refresh}
     * @throws UnknownJobException when there is no such job
     */
    public static Job of(String label) {
        return Arrays.stream(values())
                .filter(job -> job.label().equals(label.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new UnknownJobException(label, labels()));
    }

    private static String labels() {
        return Arrays.stream(values()).map(Job::label).collect(Collectors.joining(", "));
    }
}
