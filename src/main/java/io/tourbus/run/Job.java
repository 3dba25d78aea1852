package io.tourbus.run;

import static io.tourbus.model.Entity.ARTISTS;
import static io.tourbus.model.Entity.EVENTS;
import static io.tourbus.model.Entity.VENUES;

import io.tourbus.model.Entity;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A named piece of work with a schedule. */
public enum Job {
    /** Everything in the horizon. */
    DAILY(ARTISTS, VENUES, EVENTS),
    /** The events of the near horizon. */
    HOURLY(EVENTS),
    ARTIST_REFRESH(ARTISTS),
    VENUE_REFRESH(VENUES);

    private final Set<Entity> entities;

    Job(Entity... entities) {
        this.entities = Set.of(entities);
    }

    /** What the job fetches. */
    public Set<Entity> entities() {
        return entities;
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
