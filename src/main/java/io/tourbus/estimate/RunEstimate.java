package io.tourbus.estimate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.estimate.Prices.Item;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.SlicePreview.Estimate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a run of a job would take, as far as that can be told before it.
 *
 * @param parts what it would ask for
 * @param sources what that is for each source
 * @param objects how many it would put into the lake
 * @param runs how often its schedule fires in 30 days; once where it has none
 * @param month USD for those 30 days, were all records of each run new to the stream
 */
public record RunEstimate(
        String job,
        List<Part> parts,
        @JsonProperty("loads") List<SourceEstimate> sources,
        long objects,
        @JsonProperty("runs_in_30_days") long runs,
        @JsonProperty("usd_in_30_days") Map<Item, Double> month,
        List<String> notes) {

    /** Raw and normalised: an object each of a slice. */
    private static final int OBJECTS_PER_SLICE = 2;
    /** Both objects together, compressed; see docs/performance.md. */
    private static final double LAKE_BYTES_PER_RECORD = 370;

    private static final double GIGABYTE = 1L << 30;
    private static final int HOURS = 30 * 24;

    /**
     * Something that the run would ask for.
     *
     * @param there how many its source says there are; {@code null} where it need not be asked
     * @param atLeast whether there may be more: the API stops counting
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            String source,
            String entity,
            String query,
            Long there,
            long slices,
            long requests,
            long records,
            @JsonProperty("at_least") boolean atLeast) {

        static Part of(Query query, OptionalLong there, Estimate effort) {
            return new Part(
                    query.source(),
                    query.entity().label(),
                    query.title(),
                    there.isPresent() ? there.getAsLong() : null,
                    effort.slices(),
                    effort.requests(),
                    effort.records(),
                    effort.atLeast());
        }

        /** With another part of the same query, which is not counted. */
        Part and(Part other) {
            return new Part(
                    source,
                    entity,
                    query,
                    there,
                    slices + other.slices,
                    requests + other.requests,
                    records + other.records,
                    atLeast);
        }
    }

    /**
     * What a run would ask of a source.
     *
     * @param minutes at the rate of the settings
     * @param perDay how many requests a day the job may have; 0 for no limit
     * @param left how many of them it has not had today
     */
    public record SourceEstimate(
            String source,
            long requests,
            double minutes,
            @JsonProperty("requests_per_day") long perDay,
            @JsonProperty("left_today") long left) {

        static SourceEstimate of(List<Part> parts, long millisPerRequest, DailyQuota quota, String job, int percent) {
            var requests = parts.stream()
                    .filter(part -> part.source().equals(quota.source()))
                    .mapToLong(Part::requests)
                    .sum();
            var allowed = (long) quota.perDay() * percent / 100;
            var today = quota.today();
            var used = Math.max(today.byJob().getOrDefault(job, 0L), today.used() - (quota.perDay() - allowed));
            return new SourceEstimate(
                    quota.source(),
                    requests,
                    requests * millisPerRequest / 60_000.0,
                    allowed,
                    Math.max(0, allowed - used));
        }
    }

    /** USD of all together. */
    @JsonProperty("usd_in_30_days_sum")
    public double sum() {
        return month.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    static RunEstimate of(
            String job, List<Part> parts, List<SourceEstimate> loads, long runs, Prices prices, List<String> notes) {
        var slices = parts.stream().mapToLong(Part::slices).sum();
        var records = parts.stream().mapToLong(Part::records).sum();
        var objects = slices * OBJECTS_PER_SLICE + 1;
        Map<Item, Double> month = new TreeMap<>();
        month.put(Item.PUT_REQUEST, prices.cost(Item.PUT_REQUEST, (double) runs * objects));
        month.put(
                Item.GIGABYTE_MONTH,
                prices.cost(Item.GIGABYTE_MONTH, runs * records * LAKE_BYTES_PER_RECORD / GIGABYTE));
        month.put(Item.PAYLOAD_UNIT, prices.cost(Item.PAYLOAD_UNIT, (double) runs * records));
        month.put(Item.SHARD_HOUR, prices.cost(Item.SHARD_HOUR, HOURS));
        return new RunEstimate(job, List.copyOf(parts), List.copyOf(loads), objects, runs, month, List.copyOf(notes));
    }
}
