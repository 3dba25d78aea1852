package io.tourbus.warehouse;

/**
 * An object that was not applied.
 *
 * @param reason a part of a sentence, such as {@code missing}
 */
public record SkippedObject(String object, String reason) {}
