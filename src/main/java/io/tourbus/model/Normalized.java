package io.tourbus.model;

/**
 * An entity that became a record.
 *
 * @param raw what the API said, one line of JSON in UTF-8
 * @param line the record made of it
 */
public record Normalized(byte[] raw, RecordLine line) {}
