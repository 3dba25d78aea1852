package io.tourbus.source.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tourbus.model.Record.Image;
import io.tourbus.source.error.RejectedException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads fields of a JSON object leniently: missing, {@code null} and unreadable values are {@code null}.
 *
 * @param repairs receives the kind of each value that had to be changed or dropped, such as {@link #IMPOSSIBLE_DATE}
 */
public record JsonFields(JsonNode node, Consumer<String> repairs) {

    /** An object without fields. */
    public static final JsonFields NONE = new JsonFields(MissingNode.getInstance(), repair -> {});

    /** A date or time that does not exist, such as February 30. */
    public static final String IMPOSSIBLE_DATE = "impossible date";
    /** Half of a surrogate pair, which no Unicode text can contain. */
    public static final String LONE_SURROGATE = "lone surrogate";

    private static final int MAX_SCALE = 30;
    private static final int MAX_TEXT = 4_000;
    private static final BigDecimal LARGEST = new BigDecimal(Long.MAX_VALUE);

    /** @throws RejectedException if the entity is not a JSON object */
    public static JsonFields of(JsonNode node, Consumer<String> repairs) {
        if (node == null || !node.isObject()) {
            throw new RejectedException("not an object");
        }
        return new JsonFields(node, repairs);
    }

    /** Reads an object without reporting repairs. */
    public static JsonFields of(JsonNode node) {
        return of(node, kind -> {});
    }

    /** Reports that a value had to be changed or dropped. */
    public void repaired(String kind) {
        repairs.accept(kind);
    }

    /** @throws RejectedException if the entity has no ID */
    public String requireId() {
        var id = text("id");
        if (id == null) {
            throw new RejectedException("no id");
        }
        return id;
    }

    /** A nested object; {@link #NONE} if there is none. */
    public JsonFields at(String field) {
        var child = node.path(field);
        return child.isObject() ? new JsonFields(child, repairs) : NONE;
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** A string without surrounding white space; {@code null} if it is blank or not a string. */
    public String text(String field) {
        return text(node.path(field));
    }

    private String text(JsonNode value) {
        var text = value.isTextual() ? unicode(value.textValue().strip()) : "";
        return text.isEmpty() ? null : text;
    }

    /** Replaces each half of a surrogate pair that stands alone with U+FFFD. */
    private String unicode(String text) {
        StringBuilder valid = null;
        for (var i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (Character.charCount(text.codePointAt(i)) == 2) {
                i++;
            } else {
                valid = valid == null ? new StringBuilder(text) : valid;
                valid.setCharAt(i, '\uFFFD');
                repaired(LONE_SURROGATE);
            }
        }
        return valid == null ? text : valid.toString();
    }

    /** Free text, truncated to 4,000 characters. */
    public String longText(String field) {
        var text = text(field);
        if (text == null || text.length() <= MAX_TEXT) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 2)) ? MAX_TEXT - 2 : MAX_TEXT - 1;
        return text.substring(0, end) + "…";
    }

    /** An integer. Accepts forms such as {@code 2.3024383E7}, which an API may return for a large count. */
    public Long whole(String field) {
        var number = decimal(field);
        return number == null || number.abs().compareTo(LARGEST) > 0 ? null : number.longValue();
    }

    /** A number. Accepts strings, which an API may return for coordinates. */
    public BigDecimal decimal(String field) {
        var value = node.path(field);
        try {
            var text = text(value);
            var number = value.isNumber() ? value.decimalValue() : text == null ? null : new BigDecimal(text);
            return number == null || Math.abs(number.scale()) > MAX_SCALE ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** An amount of money, with at least two decimals. */
    public BigDecimal price(String field) {
        var number = decimal(field);
        if (number == null) {
            return null;
        }
        var exact = number.stripTrailingZeros();
        return exact.scale() < 2 ? exact.setScale(2, RoundingMode.UNNECESSARY) : exact;
    }

    /** The field {@code images}, which has the same structure in both APIs. */
    public List<Image> images() {
        return objects(
                "images",
                image -> new Image(
                        image.text("url"),
                        image.whole("width"),
                        image.whole("height"),
                        image.text("ratio"),
                        image.flag("fallback"),
                        image.text("attribution")));
    }

    public boolean isTrue(String field) {
        return node.path(field).asBoolean(false);
    }

    /** A boolean; {@code null} if the field is missing or not a boolean. */
    public Boolean flag(String field) {
        var value = node.path(field);
        return value.isBoolean() ? value.booleanValue() : null;
    }

    /** The objects of an array; none if the field is not an array. */
    public List<JsonFields> objects(String field) {
        var objects = objects(field, item -> item);
        return objects == null ? List.of() : objects;
    }

    /** The objects of an array, converted; {@code null} if the field is not an array. */
    public <T> List<T> objects(String field, Function<JsonFields, T> convert) {
        return list(field, JsonNode::isObject, item -> convert.apply(new JsonFields(item, repairs)));
    }

    /** The non-blank strings of an array; {@code null} if the field is not an array. */
    public List<String> texts(String field) {
        return list(field, item -> text(item) != null, this::text);
    }

    private <T> List<T> list(String field, Predicate<JsonNode> accept, Function<JsonNode, T> convert) {
        var list = node.path(field);
        if (!list.isArray()) {
            return null;
        }
        List<T> converted = new ArrayList<>(list.size());
        list.forEach(item -> {
            if (accept.test(item)) {
                converted.add(convert.apply(item));
            }
        });
        return converted;
    }
}
