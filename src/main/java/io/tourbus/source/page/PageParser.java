package io.tourbus.source.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import io.tourbus.source.error.MalformedResponseException;
import io.tourbus.source.error.SourceException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Parses the pages of an API, configured with the paths of the relevant fields. A path is a list of field names joined by
 * dots. Also accepts a single entity with an ID and a type as a page with one entity.
 *
 * @param expected describes a page in error messages: {@code a page of artists}
 * @param type the value of the field {@code type} of a single entity
 * @param lists paths of the entity array, alternatives; the empty path means that the page itself is the array
 * @param total path of the total number of entities
 * @param next path of the link to the next page
 */
public record PageParser(String expected, String type, Set<String> lists, String total, String next)
        implements ResponseReader.Parser {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d+)?([eE]\\+?\\d)?");

    public PageParser {
        lists = Set.copyOf(lists);
    }

    /** @throws MalformedResponseException if the body is not such a page. An unknown structure never counts as an empty page. */
    public PageResult read(byte[] body) {
        return read(body, RawEntities.READER);
    }

    /**
     * Parses a page within the limits of a reader.
     *
     * @throws SourceException if the body exceeds a limit
     * @throws MalformedResponseException if the body is not such a page
     */
    @Override
    public PageResult read(byte[] body, ObjectReader reader) {
        return ResponseReader.Parser.parse(expected, body, new Parse(body, reader)::page);
    }

    private final class Parse {

        private final byte[] body;
        private final ObjectReader reader;
        private final RawEntities entities;
        private OptionalLong reportedTotal = OptionalLong.empty();
        private boolean hasNext;
        private boolean hasList;
        private boolean hasTotalObject;
        private boolean hasOtherList;
        private boolean hasId;
        private String actualType = "";

        Parse(byte[] body, ObjectReader reader) {
            this.body = body == null ? new byte[0] : body;
            this.reader = reader;
            this.entities = new RawEntities(this.body, reader);
        }

        PageResult page() throws IOException {
            try (var parser = entities.open()) {
                root(parser);
                check(parser.nextToken() == null);
            }
            if (hasId && !actualType.isEmpty()) {
                return singleEntity();
            }
            check(hasList || !hasOtherList && (reportedTotal.isPresent() || hasTotalObject));
            return new PageResult(entities.entities(), entities.nulls(), reportedTotal, hasNext);
        }

        private void check(boolean wellFormed) {
            if (!wellFormed) {
                throw new MalformedResponseException(expected, body);
            }
        }

        private void root(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                object(parser, "");
            } else {
                check(parser.currentToken() == JsonToken.START_ARRAY && lists.contains(""));
                list(parser);
                check(!entities.entities().isEmpty());
            }
        }

        private void object(JsonParser parser, String prefix) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var path = prefix + parser.currentName();
                field(parser, path, parser.nextToken());
            }
        }

        private void field(JsonParser parser, String path, JsonToken value) throws IOException {
            if (value == JsonToken.START_ARRAY && lists.contains(path)) {
                list(parser);
            } else if (path.equals(total) && NUMBER.matcher(parser.getText()).matches()) {
                reportedTotal = OptionalLong.of(new BigDecimal(parser.getText()).longValue());
            } else if (path.equals(next)) {
                hasNext = value != JsonToken.VALUE_NULL;
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT && containsPath(path)) {
                hasTotalObject |= containsTotalOnly(path);
                object(parser, path + ".");
            } else {
                hasId |= path.equals("id");
                actualType = path.equals("type") ? parser.getText() : actualType;
                hasOtherList |= value == JsonToken.START_ARRAY;
                parser.skipChildren();
            }
        }

        /** Whether an object contains the total, but not the list. A page with such an object and no list is empty. */
        private boolean containsTotalOnly(String path) {
            return total.startsWith(path + ".") && lists.stream().noneMatch(list -> list.startsWith(path + "."));
        }

        private boolean containsPath(String path) {
            var prefix = path + ".";
            return total.startsWith(prefix)
                    || next.startsWith(prefix)
                    || lists.stream().anyMatch(list -> list.startsWith(prefix));
        }

        private void list(JsonParser parser) throws IOException {
            hasList = true;
            entities.takeList(parser);
        }

        /** Parses the body again, because nested arrays may have been added as entities: a track contains its artists. */
        private PageResult singleEntity() throws IOException {
            check(actualType.equals(type));
            var single = new RawEntities(body, reader);
            try (var parser = single.open()) {
                single.take(parser);
            }
            return new PageResult(single.entities(), 0, OptionalLong.empty(), false);
        }
    }
}
