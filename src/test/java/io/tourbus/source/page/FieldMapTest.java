package io.tourbus.source.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMapTest {

    private static final int SMALL = 5;
    private static final int LARGE = 3 * FieldMap.MAX_IN_ARRAY;

    private final FieldMap map = new FieldMap();

    /** A new string each time, because equal names need not be the same object. */
    private static String name(int number) {
        return "field " + number;
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, FieldMap.MAX_IN_ARRAY, FieldMap.MAX_IN_ARRAY + 1, LARGE})
    void behavesLikeALinkedHashMap(int names) {
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        var random = new Random(names);

        for (var step = 0; step < 2_000; step++) {
            var name = name(random.nextInt(names));
            var value = IntNode.valueOf(step);
            if (random.nextInt(4) == 0) {
                assertThat(map.remove(name)).isEqualTo(expected.remove(name));
            } else {
                assertThat(map.put(name, value)).isEqualTo(expected.put(name, value));
            }
            assertThat(map.get(name)).isEqualTo(expected.get(name));
            assertThat(map.containsKey(name)).isEqualTo(expected.containsKey(name));
        }

        assertThat(map).isEqualTo(expected).hasSameSizeAs(expected);
        assertThat(List.copyOf(map.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
    }

    @Test
    void changesAndRemovesFieldsWhileTheyAreRead() {
        for (var i = 0; i < SMALL; i++) {
            map.put(name(i), IntNode.valueOf(i));
        }

        var fields = map.entrySet().iterator();
        fields.next().setValue(IntNode.valueOf(7));
        fields.next();
        fields.remove();

        assertThat(map)
                .containsOnlyKeys(name(0), name(2), name(3), name(4))
                .containsEntry(name(0), IntNode.valueOf(7))
                .containsEntry(name(2), IntNode.valueOf(2));
        map.clear();
        assertThat(map).isEmpty();
        assertThatThrownBy(map.entrySet().iterator()::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void objectsEqualThoseOfJackson() throws IOException {
        var json = """
                {"name": "a", "price": 12.50, "none": null, "list": [{"x": 1}, {}], "name": "b", "deep": {"y": {"z": true}}}""";

        var tree = (ObjectNode) RawEntities.READER.readTree(json);

        var expected = new ObjectMapper()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .readTree(json);
        assertThat(tree).isEqualTo(expected).hasToString(expected.toString());
        assertThat(tree.deepCopy()).isEqualTo(expected);
        assertThat(tree.retain("name", "list").fieldNames()).toIterable().containsExactly("name", "list");
    }

    @Test
    void anObjectWithManyFieldsIsReadInLinearTime() throws IOException {
        var fields = 200_000;
        var json = new StringBuilder("{\"0\":0");
        for (var i = 1; i < fields; i++) {
            json.append(",\"").append(i).append("\":0");
        }

        var tree = RawEntities.READER.readTree(json.append('}').toString());

        assertThat(tree).hasSize(fields);
    }
}
