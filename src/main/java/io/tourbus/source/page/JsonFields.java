package io.tourbus.source.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tourbus.model.Image;
import io.tourbus.source.error.RejectedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reads the fields of an entity as the API gave them: what is absent, {@code null} or unreadable is {@code null}. */
public record JsonFields(JsonNode node) {

    private static final int MOST_DIGITS = 30;
    private static final BigDecimal LARGEST = new BigDecimal(Long.MAX_VALUE);

    /**
     * An entity to normalise.
     *
     * @throws RejectedException when it is no JSON object
     */
    public static JsonFields of(JsonNode node) {
        if (node == null || !node.isObject()) {
            throw new RejectedException("not an object");
        }
        return new JsonFields(node);
    }

    /** @throws RejectedException when there is none */
    public String requireId() {
        var id = text("id");
        if (id == null) {
            throw new RejectedException("no id");
        }
        return id;
    }

    /** An object inside this one; empty where there is none. */
    public JsonFields at(String field) {
        var child = node.path(field);
        return new JsonFields(child.isObject() ? child : MissingNode.getInstance());
    }

    public boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** A text without blanks around it; {@code null} where nothing is left, or where it is no text. */
    public String text(String field) {
        return text(node.path(field));
    }

    private static String text(JsonNode value) {
        var text = value.isTextual() ? value.textValue().strip() : "";
        return text.isEmpty() ? null : text;
    }

    /** A whole number, also where it is written as {@code 2.3024383E7}, as Spotify did early in 2024. */
    public Long whole(String field) {
        var number = decimal(field);
        return number == null || number.abs().compareTo(LARGEST) > 0 ? null : number.longValue();
    }

    /** A number, also where it is written as a text, as Ticketmaster writes coordinates. */
    public BigDecimal decimal(String field) {
        var value = node.path(field);
        try {
            var text = text(value);
            var number = value.isNumber() ? value.decimalValue() : text == null ? null : new BigDecimal(text);
            return number == null || Math.abs(number.scale()) > MOST_DIGITS ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The pictures of an entity: both APIs tell them as a list of url, width and height. */
    public List<Image> images() {
        return objects("images", image -> new Image(image.text("url"), image.whole("width"), image.whole("height")));
    }

    public boolean isTrue(String field) {
        return node.path(field).asBoolean(false);
    }

    /** The objects of a list; {@code null} where there is no list. */
    public <T> List<T> objects(String field, Function<JsonFields, T> make) {
        return list(field, JsonNode::isObject, item -> make.apply(new JsonFields(item)));
    }

    /** The texts of a list that are not blank; {@code null} where there is no list. */
    public List<String> texts(String field) {
        return list(field, item -> text(item) != null, JsonFields::text);
    }

    private <T> List<T> list(String field, Predicate<JsonNode> fits, Function<JsonNode, T> make) {
        var list = node.path(field);
        if (!list.isArray()) {
            return null;
        }
        List<T> made = new ArrayList<>(list.size());
        list.forEach(item -> {
            if (fits.test(item)) {
                made.add(make.apply(item));
            }
        });
        return made;
    }
}
