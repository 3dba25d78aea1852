package io.tourbus.spotify;

import io.tourbus.state.KeyValueStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds out whether an app may use the large batch size or only the small one. Starts with the large size. After a refusal it
 * tries the same request with the small size: if that succeeds, the size was the cause, and runs of the next 24 hours start
 * with the small size. If it is refused as well, the large size is used again. Thread-safe.
 */
final class AdaptiveBatchSize {

    /** A refusal of the large size whose cause is not clear yet. */
    private record Suspicion(Object request, String refusal) {}

    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final int LARGE = 50;

    private final OptionalInt configured;
    private final int small;
    private final String key;
    private final KeyValueStore store;
    private final Clock clock;
    private volatile int current;
    private Optional<Suspicion> suspicion = Optional.empty();

    /**
     * @param configured a size that never changes; empty to find it out
     * @param key under which the time of a refusal is stored
     */
    AdaptiveBatchSize(OptionalInt configured, int small, String key, KeyValueStore store, Clock clock) {
        this.configured = configured;
        this.small = small;
        this.key = key;
        this.store = store;
        this.clock = clock;
        this.current = configured.orElse(small);
    }

    synchronized void begin() {
        suspicion = Optional.empty();
        current = configured.orElseGet(() -> recentlyRefused() ? small : LARGE);
    }

    int get() {
        return current;
    }

    /**
     * Called when a request succeeded.
     *
     * @param request identifies the request, independent of its size
     * @return the refusal of the large size, once it is clear that the size was the cause
     */
    synchronized Optional<String> succeeded(Object request, int size) {
        var confirmed = size <= small ? suspicionAbout(request) : Optional.<Suspicion>empty();
        if (confirmed.isPresent()) {
            suspicion = Optional.empty();
            store.put(key, clock.instant().toString(), clock.instant());
        }
        return confirmed.map(Suspicion::refusal);
    }

    /**
     * Called when a request was refused. Switches to the small size after a refusal of a larger one.
     *
     * @param request identifies the request, independent of its size
     * @param refusal describes the refusal in a note
     * @return whether to send the request again with the current size
     */
    synchronized boolean refused(Object request, int size, String refusal) {
        if (configured.isPresent()) {
            return false;
        }
        if (size > small && current != small) {
            current = small;
            suspicion = Optional.of(new Suspicion(request, refusal));
        } else if (size <= small && suspicionAbout(request).isPresent()) {
            suspicion = Optional.empty();
            current = LARGE;
        }
        return size > small;
    }

    private Optional<Suspicion> suspicionAbout(Object request) {
        return suspicion.filter(found -> found.request().equals(request));
    }

    private boolean recentlyRefused() {
        try {
            var refused = store.get(key).map(Instant::parse);
            return refused.isPresent() && refused.get().isAfter(clock.instant().minus(VALIDITY));
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
