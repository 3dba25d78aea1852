package io.tourbus.stream;

import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Measures grouping 10,000 records of 1,500 bytes into batches; the result is the time per record. */
@State(Scope.Benchmark)
public class BatchesBenchmark {

    private static final int RECORDS = 10_000;

    private final List<StreamRecord> records = IntStream.range(0, RECORDS)
            .mapToObj(number -> new StreamRecord(number, "ticketmaster_" + number, new byte[1_500]))
            .toList();

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void cut(Blackhole hole) {
        BatchLimits.DEFAULT.batches(records.iterator(), hole::consume).forEachRemaining(hole::consume);
    }
}
