package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An image of an artist, album, venue or event.
 *
 * @param width pixels
 * @param height pixels
 */
public record Image(
        @JsonProperty("url") String url,
        @JsonProperty("width") Long width,
        @JsonProperty("height") Long height) {}
