package io.tourbus.estimate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The prices of AWS in US dollars, from {@code prices.json}. */
public record Prices(
        String region, String kind, @JsonProperty("as_of") String asOf, Map<Item, Price> prices) {

    /** The billed units. */
    public enum Item {
        @JsonProperty("put_request")
        PUT_REQUEST,
        @JsonProperty("gigabyte_month")
        GIGABYTE_MONTH,
        @JsonProperty("payload_unit")
        PAYLOAD_UNIT,
        @JsonProperty("shard_hour")
        SHARD_HOUR
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
        var price = prices.get(item);
        return units / price.per() * price.usd();
    }
}
