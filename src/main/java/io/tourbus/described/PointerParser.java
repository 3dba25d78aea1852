package io.tourbus.described;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tourbus.source.error.MalformedResponseException;
import io.tourbus.source.page.PageResult;
import io.tourbus.source.page.RawEntities;
import io.tourbus.source.page.ResponseReader;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Finds the entities of a page by JSON Pointers.
 *
 * @param expected describes a page in error messages
 * @param items the list of entities, or a single one
 * @param total the number of all entities; {@code null} if the API does not report it
 * @param next the address or cursor of the next page; {@code null} if pages have none
 */
record PointerParser(String expected, JsonPointer items, JsonPointer total, JsonPointer next)
        implements ResponseReader.Parser {

    @Override
    public PageResult read(byte[] body, ObjectReader reader) {
        return ResponseReader.Parser.parse(expected, body, new Parse(body, reader)::page);
    }

    private final class Parse {

        private final byte[] body;
        private final RawEntities entities;
        private boolean found;
        private OptionalLong reportedTotal = OptionalLong.empty();
        private String link;

        Parse(byte[] body, ObjectReader reader) {
            this.body = body == null ? new byte[0] : body;
            this.entities = new RawEntities(this.body, reader);
        }

        PageResult page() throws IOException {
            try (var parser = entities.open()) {
                value(parser, JsonPointer.empty());
                if (parser.nextToken() != null) {
                    throw new MalformedResponseException(expected, body);
                }
            }
            // Some APIs leave the list out if it is empty.
            if (!found && reportedTotal.orElse(1) != 0) {
                throw new MalformedResponseException(expected, body);
            }
            return new PageResult(entities.entities(), entities.nulls(), reportedTotal, link != null, link);
        }

        private void value(JsonParser parser, JsonPointer at) throws IOException {
            var token = parser.currentToken();
            if (at.equals(items) && token == JsonToken.START_ARRAY) {
                found = true;
                entities.takeList(parser);
            } else if (at.equals(items) && token == JsonToken.START_OBJECT) {
                found = true;
                entities.take(parser);
            } else if (at.equals(total) && (token.isNumeric() || token == JsonToken.VALUE_STRING)) {
                var number = parser.getValueAsLong(-1);
                reportedTotal = number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
            } else if (at.equals(next) && token != JsonToken.VALUE_NULL) {
                link = parser.getValueAsString();
            } else if (token == JsonToken.START_OBJECT && contains(at)) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    var child = at.appendProperty(parser.currentName());
                    parser.nextToken();
                    value(parser, child);
                }
            } else {
                parser.skipChildren();
            }
        }

        private boolean contains(JsonPointer at) {
            return at.matches()
                    || Stream.of(items, total, next)
                            .filter(Objects::nonNull)
                            .anyMatch(pointer -> pointer.toString().startsWith(at + "/"));
        }
    }
}
