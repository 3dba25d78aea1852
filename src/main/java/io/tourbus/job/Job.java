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
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The jobs: what each one fetches, and whether it has a schedule. */
public enum Job {
    /** All entities, with the events of the whole horizon. */
    DAILY(EVERYTHING, ARTISTS, TRACKS, VENUES, EVENTS),
    /** The events of the near horizon, and what the last run could not complete. */
    HOURLY(NEAR, EVENTS),
    /** All known artists, and the top tracks and related artists of the followed ones. */
    ARTIST_REFRESH(KNOWN, ARTISTS, TRACKS),
    /** All venues. */
    VENUE_REFRESH(EVERYTHING, VENUES),
    /** The events of a given date range. Has no schedule. */
    BACKFILL(DATED, EVENTS);

    private final Mode mode;
    private final Set<Entity> entities;

    Job(Mode mode, Entity... entities) {
        this.mode = mode;
        this.entities = Set.of(entities);
    }

    /** Which part of the entities the job fetches. */
    public Mode mode() {
        return mode;
    }

    public Set<Entity> entities() {
        return entities;
    }

    /** Whether the job has a schedule; {@code backfill} has none. */
    public boolean scheduled() {
        return this != BACKFILL;
    }

    /** The name in routes, settings and commands, such as {@code artist-refresh}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param label {@code artist-refresh}, or the form {@code artist_refresh} of the Python predecessor
     * @throws UnknownJobException if there is no such job
     */
    public static Job of(String label) {
        return Arrays.stream(values())
                .filter(job -> job.label().equals(label.replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new UnknownJobException(label, labels()));
    }

    private static List<String> labels() {
        return Arrays.stream(values()).map(Job::label).toList();
    }
}
