package io.tourbus.model;

/**
 * An entity that could not become a record.
 *
 * @param reason short and without values of the payload, so that reasons can be counted: {@code no id}
 * @param json what the API said, one line of JSON in UTF-8
 */
public record Reject(String reason, byte[] json) {}
