package io.tourbus.source.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The fields of a JSON object in their order. Objects of APIs have few fields, for which an array needs a third of the memory of a
 * {@link LinkedHashMap}: half of the memory that reading a page of events allocates was for maps.
 */
final class FieldMap extends AbstractMap<String, JsonNode> {

    /** Creates objects whose fields are in a {@link FieldMap}. */
    static final JsonNodeFactory NODES = new JsonNodeFactory() {

        private static final long serialVersionUID = 1L;

        @Override
        public ObjectNode objectNode() {
            return new ObjectNode(this, new FieldMap());
        }
    };

    /** Finding a field looks at all of them. */
    static final int MAX_IN_ARRAY = 32;

    private static final int INITIAL_FIELDS = 4;

    /** Names and values in turn. */
    private Object[] fields = new Object[2 * INITIAL_FIELDS];

    private int size;
    /** All fields if there are many, otherwise null. */
    private Map<String, JsonNode> many;

    @Override
    public JsonNode get(Object name) {
        if (many != null) {
            return many.get(name);
        }
        var index = index(name);
        return index < 0 ? null : value(index);
    }

    @Override
    public boolean containsKey(Object name) {
        return many == null ? index(name) >= 0 : many.containsKey(name);
    }

    @Override
    public JsonNode put(String name, JsonNode value) {
        if (many != null) {
            return many.put(name, value);
        }
        var index = index(name);
        if (index >= 0) {
            return replace(index, value);
        }
        if (size == MAX_IN_ARRAY) {
            many = new LinkedHashMap<>(this);
            return many.put(name, value);
        }
        if (2 * size == fields.length) {
            fields = Arrays.copyOf(fields, 4 * size);
        }
        fields[2 * size] = name;
        fields[2 * size + 1] = value;
        size++;
        return null;
    }

    @Override
    public int size() {
        return many == null ? size : many.size();
    }

    @Override
    public Set<Entry<String, JsonNode>> entrySet() {
        return many == null ? new Fields() : many.entrySet();
    }

    /** Jackson and the compiler intern names, so equal names are nearly always the same object. */
    private int index(Object name) {
        for (var i = 0; i < size; i++) {
            if (fields[2 * i] == name) {
                return i;
            }
        }
        var hash = name.hashCode();
        for (var i = 0; i < size; i++) {
            var other = (String) fields[2 * i];
            if (other.hashCode() == hash && other.equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private JsonNode value(int index) {
        return (JsonNode) fields[2 * index + 1];
    }

    private JsonNode replace(int index, JsonNode value) {
        var before = value(index);
        fields[2 * index + 1] = value;
        return before;
    }

    private void remove(int index) {
        size--;
        System.arraycopy(fields, 2 * index + 2, fields, 2 * index, 2 * (size - index));
        fields[2 * size] = null;
        fields[2 * size + 1] = null;
    }

    private final class Fields extends AbstractSet<Entry<String, JsonNode>> {

        @Override
        public int size() {
            return size;
        }

        @Override
        public Iterator<Entry<String, JsonNode>> iterator() {
            return new Iterator<>() {

                private int next;

                @Override
                public boolean hasNext() {
                    return next < size;
                }

                @Override
                public Entry<String, JsonNode> next() {
                    if (next >= size) {
                        throw new NoSuchElementException();
                    }
                    return new Field(next++);
                }

                @Override
                public void remove() {
                    FieldMap.this.remove(--next);
                }
            };
        }
    }

    private final class Field extends SimpleEntry<String, JsonNode> {

        private static final long serialVersionUID = 1L;

        private final transient int index;

        Field(int index) {
            super((String) fields[2 * index], value(index));
            this.index = index;
        }

        @Override
        public JsonNode setValue(JsonNode value) {
            replace(index, value);
            return super.setValue(value);
        }
    }
}
