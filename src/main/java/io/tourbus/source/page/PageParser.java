package io.tourbus.source.page;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tourbus.source.error.MalformedResponseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the pages of an API, told where in them to look. Paths are names of fields joined by dots. An entity alone, which
 * has an id and a type, is a page of one.
 *
 * @param expected what a page is called in messages
 * @param type what an entity alone has to say that it is
 * @param lists where the entities may be; the empty path is a list that is the whole page
 * @param total where the API says how many entities the query has
 * @param next where it says that there is another page
 */
public record PageParser(String expected, String type, Set<String> lists, String total, String next) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d+)?([eE]\\+?\\d)?");

    public PageParser {
        lists = Set.copyOf(lists);
    }

    /** @throws MalformedResponseException when the body is no such page: it then never counts as an empty one */
    public PageResult read(byte[] body) {
        try {
            return new Walk(body).page();
        } catch (IOException e) {
            throw new MalformedResponseException(expected, body);
        }
    }

    private final class Walk {

        private final byte[] body;
        private final RawEntities entities;
        private OptionalLong said = OptionalLong.empty();
        private boolean more;
        private boolean listed;
        private boolean counted;
        private boolean otherList;
        private boolean id;
        private String saidType = "";

        Walk(byte[] body) {
            this.body = body == null ? new byte[0] : body;
            this.entities = new RawEntities(this.body);
        }

        PageResult page() throws IOException {
            try (var parser = entities.open()) {
                start(parser);
                if (parser.nextToken() != null) {
                    throw new MalformedResponseException(expected, body);
                }
            }
            if (id && !saidType.isEmpty()) {
                return alone();
            }
            if (!listed && (said.isEmpty() && !counted || otherList)) {
                throw new MalformedResponseException(expected, body);
            }
            return new PageResult(entities.entities(), entities.nulls(), said, more);
        }

        private void start(JsonParser parser) throws IOException {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                walk(parser, "");
            } else if (parser.currentToken() == JsonToken.START_ARRAY && lists.contains("")) {
                list(parser);
                if (entities.entities().isEmpty()) {
                    throw new MalformedResponseException(expected, body);
                }
            } else {
                throw new MalformedResponseException(expected, body);
            }
        }

        private void walk(JsonParser parser, String prefix) throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var path = prefix + parser.currentName();
                field(parser, path, parser.nextToken());
            }
        }

        private void field(JsonParser parser, String path, JsonToken value) throws IOException {
            if (value == JsonToken.START_ARRAY && lists.contains(path)) {
                list(parser);
            } else if (path.equals(total) && NUMBER.matcher(parser.getText()).matches()) {
                said = OptionalLong.of(new BigDecimal(parser.getText()).longValue());
            } else if (path.equals(next)) {
                more = value != JsonToken.VALUE_NULL;
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT && leadsOn(path)) {
                counted |= onlyCounts(path);
                walk(parser, path + ".");
            } else {
                id |= path.equals("id");
                saidType = path.equals("type") ? parser.getText() : saidType;
                otherList |= value == JsonToken.START_ARRAY;
                parser.skipChildren();
            }
        }

        /** An object that is there to say how many there are: a page that has it and no list is an empty one. */
        private boolean onlyCounts(String path) {
            return total.startsWith(path + ".") && lists.stream().noneMatch(list -> list.startsWith(path + "."));
        }

        private boolean leadsOn(String path) {
            var prefix = path + ".";
            return total.startsWith(prefix)
                    || next.startsWith(prefix)
                    || lists.stream().anyMatch(list -> list.startsWith(prefix));
        }

        private void list(JsonParser parser) throws IOException {
            listed = true;
            entities.takeList(parser);
        }

        /** An entity alone may hold lists of others, as a track holds its artists. */
        private PageResult alone() throws IOException {
            if (!saidType.equals(type)) {
                throw new MalformedResponseException(expected, body);
            }
            var whole = new RawEntities(body);
            try (var parser = whole.open()) {
                whole.take(parser);
            }
            return new PageResult(whole.entities(), 0, OptionalLong.empty(), false);
        }
    }
}
