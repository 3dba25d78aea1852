package io.tourbus.state;

import java.util.Objects;
import java.util.Optional;

/** A performer of Ticketmaster, resolved to an artist of Spotify by some means, or found to have none there. */
public record Match(String attractionId, Optional<String> spotifyId, String matchedBy) {

    public Match {
        Objects.requireNonNull(attractionId, "attractionId");
        Objects.requireNonNull(spotifyId, "spotifyId");
        Objects.requireNonNull(matchedBy, "matchedBy");
    }
}
