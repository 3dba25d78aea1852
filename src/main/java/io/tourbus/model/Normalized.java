package io.tourbus.model;

import io.tourbus.model.RecordEncoder.RecordLine;

/**
 * An entity of an API response, and the record built from it.
 *
 * @param raw the entity as received, one line of JSON in UTF-8
 */
public record Normalized(byte[] raw, RecordLine line) {}
