package io.tourbus.model;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How Ticketmaster classifies an event or an attraction, by name. Placeholders such as {@code Undefined} are null.
 *
 * @param primary whether this is the main classification
 * @param segment such as {@code Music}
 * @param genre such as {@code Rock}
 * @param subGenre such as {@code Alternative Rock}
 * @param type such as {@code Event Style} or {@code Group}
 * @param subType such as {@code Festival} or {@code Band}
 * @param family whether it suits families
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Classification(
        Boolean primary, String segment, String genre, String subGenre, String type, String subType, Boolean family) {}
