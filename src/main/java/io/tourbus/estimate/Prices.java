package io.tourbus.estimate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The prices of AWS in US dollars, from {@code prices.json}: the only ones of Tourbus, its documentation and its benchmark.
 *
 * @param prices by name
 */
public record Prices(
        String region, String kind, @JsonProperty("as_of") String asOf, Map<String, Price> prices) {

    /** What a run is billed for. */
    public enum Item {
        @JsonProperty("put_request")
        PUT_REQUEST("put_request"),
        @JsonProperty("gigabyte_month")
        GIGABYTE_MONTH("gigabyte_month"),
        @JsonProperty("payload_unit")
        PAYLOAD_UNIT("payload_unit"),
        @JsonProperty("shard_hour")
        SHARD_HOUR("shard_hour"),
        @JsonProperty("lambda_gigabyte_second")
        LAMBDA_GIGABYTE_SECOND("lambda_gigabyte_second"),
        @JsonProperty("warehouse_gigabyte_second")
        WAREHOUSE_GIGABYTE_SECOND("lambda_gigabyte_second"),
        @JsonProperty("warehouse_put_request")
        WAREHOUSE_PUT_REQUEST("put_request");

        private final String price;

        Item(String price) {
            this.price = price;
        }
    }

    /** @param per the number of units that cost {@code usd} */
    public record Price(double usd, double per, String unit, String source) {}

    public static Prices read() {
        try (var list = Prices.class.getResourceAsStream("prices.json")) {
            return new ObjectMapper().readValue(list, Prices.class);
        } catch (IOException e) {
            throw new UncheckedIOException("prices.json cannot be read", e);
        }
    }

    /** The cost of a number of units, in US dollars. */
    public double cost(Item item, double units) {
        return cost(item.price, units);
    }

    /** The same for a price by name. */
    public double cost(String name, double units) {
        var price = prices.get(name);
        return units / price.per() * price.usd();
    }
}
