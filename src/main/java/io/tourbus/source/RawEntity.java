package io.tourbus.source;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One entity of a page.
 *
 * @param json the very bytes that the API sent for it, less the line breaks between its tokens: numbers, escapes and
 *     the order of fields stay as they were
 * @param tree the same, parsed
 */
public record RawEntity(byte[] json, JsonNode tree) {}
