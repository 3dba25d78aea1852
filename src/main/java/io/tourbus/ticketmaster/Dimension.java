package io.tourbus.ticketmaster;

import io.tourbus.source.Payload;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something by which a query can be cut further, where its entities say it of themselves.
 *
 * @param parameter that narrows a query to one value; a query that has it already is not cut by it again
 * @param values what an entity says
 * @param parameters all that a query for one value has to send
 */
record Dimension(
        String parameter, Function<Payload, Stream<String>> values, Function<String, Map<String, String>> parameters) {

    static Dimension of(String parameter, Function<Payload, Stream<String>> values) {
        return new Dimension(parameter, values, value -> Map.of(parameter, value));
    }
}
