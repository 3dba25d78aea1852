package io.tourbus.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A picture.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record Image(
        @JsonProperty("url") String url,
        @JsonProperty("width") Long width,
        @JsonProperty("height") Long height) {}
