package io.tourbus.estimate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tourbus.source.limit.DailyQuota;
import io.tourbus.source.slice.Query;
import io.tourbus.source.slice.SlicePreview.Estimate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The estimated requests, duration, objects and cost of a run.
 *
 * @param parts the estimate by query
 * @param sources the estimate by source
 * @param objects the number of objects in the lake
 * @param runs the number of scheduled runs in 30 days; 1 for a job without a schedule
 * @param costs US dollars in 30 days by item, if all records of each run are new to the stream
 */
public record RunEstimate(
        String job,
        List<Part> parts,
        @JsonProperty("loads") List<SourceEstimate> sources,
        long objects,
        @JsonProperty("runs_in_30_days") long runs,
        @JsonProperty("usd_in_30_days") Map<Prices.Item, Double> costs,
        List<String> notes) {

    /** One raw and one normalized object per slice. */
    private static final int OBJECTS_PER_SLICE = 2;

    /** Compressed, in both objects together; measured in docs/performance.md. */
    private static final double LAKE_BYTES_PER_RECORD = 370;

    private static final double GIGABYTE = 1L << 30;
    private static final int HOURS = 30 * 24;

    /** The function of deploy/aws/tourbus.yaml has 1,769 MB, and with it one processor. */
    public static final double LAMBDA_GIGABYTES = 1_769 / 1_024.0;

    /** CPU time of a cold run without records, and of each record; measured in docs/performance.md. */
    private static final double LAMBDA_SECONDS = 5;

    private static final double LAMBDA_SECONDS_PER_RECORD = 0.0004;

    /** The function of deploy/aws/warehouse.yaml has 2,048 MB. A build starts, and rewrites tables, in about 5 seconds. */
    private static final double WAREHOUSE_GIGABYTES = 2;

    private static final double WAREHOUSE_SECONDS = 5;
    private static final double WAREHOUSE_SECONDS_PER_RECORD = 4.0 / 60_000;

    /** A build commits all tables, each with a data file, a manifest, a list of manifests and metadata. */
    private static final int WAREHOUSE_PUTS = 13 * 4;

    /**
     * The estimate for a query.
     *
     * @param reportedTotal the number of entities that the source reports; {@code null} if the estimate does not need it
     * @param atLeast whether the numbers are lower bounds, because the API stops counting
     * @param fresh the number of requests that the run skips, because an earlier run has received their answers recently; absent if 0
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            String source,
            String entity,
            String query,
            @JsonProperty("there") Long reportedTotal,
            long slices,
            long requests,
            long records,
            @JsonProperty("at_least") boolean atLeast,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long fresh) {

        static Part of(Query query, OptionalLong reportedTotal, Estimate estimate, long fresh) {
            return new Part(
                    query.source(),
                    query.entity().label(),
                    query.title(),
                    reportedTotal.isPresent() ? reportedTotal.getAsLong() : null,
                    estimate.slices(),
                    estimate.requests(),
                    estimate.records(),
                    estimate.atLeast(),
                    fresh);
        }

        /** Adds the estimate of another slice of the same query. */
        Part plus(Part other) {
            return new Part(
                    source,
                    entity,
                    query,
                    reportedTotal,
                    slices + other.slices,
                    requests + other.requests,
                    records + other.records,
                    atLeast,
                    fresh + other.fresh);
        }
    }

    /**
     * The estimate for a source.
     *
     * @param minutes the duration at the configured request rate
     * @param perDay the daily quota of the job in requests; 0 for no limit
     * @param left the part of this quota that is left today
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

    /** The total cost in US dollars. */
    @JsonProperty("usd_in_30_days_sum")
    public double sum() {
        return costs.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The duration of a run with Lambda: the longest of the sources, or else the CPU time. */
    @JsonProperty("lambda_seconds_per_run")
    public double lambdaSeconds() {
        var pacing = sources.stream().mapToDouble(SourceEstimate::minutes).max().orElse(0) * 60;
        var records = parts.stream().mapToLong(Part::records).sum();
        return LAMBDA_SECONDS + Math.max(pacing, records * LAMBDA_SECONDS_PER_RECORD);
    }

    /** The gigabyte-seconds of a run that Lambda bills. */
    @JsonProperty("lambda_gigabyte_seconds_per_run")
    public double lambdaGigabyteSeconds() {
        return lambdaSeconds() * LAMBDA_GIGABYTES;
    }

    static RunEstimate of(
            String job, List<Part> parts, List<SourceEstimate> sources, long runs, Prices prices, List<String> notes) {
        var slices = parts.stream().mapToLong(Part::slices).sum();
        var records = parts.stream().mapToLong(Part::records).sum();
        var objects = slices * OBJECTS_PER_SLICE + 1;
        Map<Prices.Item, Double> costs = new TreeMap<>();
        costs.put(Prices.Item.PUT_REQUEST, prices.cost(Prices.Item.PUT_REQUEST, (double) runs * objects));
        costs.put(
                Prices.Item.GIGABYTE_MONTH,
                prices.cost(Prices.Item.GIGABYTE_MONTH, runs * records * LAKE_BYTES_PER_RECORD / GIGABYTE));
        costs.put(Prices.Item.PAYLOAD_UNIT, prices.cost(Prices.Item.PAYLOAD_UNIT, (double) runs * records));
        costs.put(Prices.Item.SHARD_HOUR, prices.cost(Prices.Item.SHARD_HOUR, HOURS));
        costs.put(
                Prices.Item.WAREHOUSE_GIGABYTE_SECOND,
                prices.cost(
                        Prices.Item.WAREHOUSE_GIGABYTE_SECOND,
                        runs * WAREHOUSE_GIGABYTES * (WAREHOUSE_SECONDS + records * WAREHOUSE_SECONDS_PER_RECORD)));
        costs.put(
                Prices.Item.WAREHOUSE_PUT_REQUEST,
                prices.cost(Prices.Item.WAREHOUSE_PUT_REQUEST, (double) runs * WAREHOUSE_PUTS));
        var estimate = new RunEstimate(
                job, List.copyOf(parts), List.copyOf(sources), objects, runs, costs, List.copyOf(notes));
        costs.put(
                Prices.Item.LAMBDA_GIGABYTE_SECOND,
                prices.cost(Prices.Item.LAMBDA_GIGABYTE_SECOND, runs * estimate.lambdaGigabyteSeconds()));
        return estimate;
    }
}
