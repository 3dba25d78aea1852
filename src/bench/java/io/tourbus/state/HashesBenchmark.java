package io.tourbus.state;

import io.tourbus.state.DeliveredHashes.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Measures storing and finding the hashes of 1,000 records in H2; the result is the time per record. */
@org.openjdk.jmh.annotations.State(Scope.Benchmark)
public class HashesBenchmark {

    private static final int RECORDS = 1_000;
    private static final Delivery DELIVERY =
            new Delivery("20261125T020000Z-daily-1f0c", "ticketmaster/events/2d53ef88");

    private State state;
    private int slice;

    @Setup
    public void open() throws IOException {
        state = State.open("jdbc:h2:file:" + Files.createTempDirectory("hashes").resolve("state"), "", "");
    }

    @TearDown
    public void close() {
        state.close();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void putNew() {
        state.hashes().put(records(slice++), DELIVERY, Instant.now());
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void putAgain() {
        state.hashes().put(records(slice++ % 100), DELIVERY, Instant.now());
    }

    private static Map<String, String> records(int slice) {
        return IntStream.range(0, RECORDS)
                .map(record -> slice * RECORDS + record)
                .mapToObj(Integer::toString)
                .collect(Collectors.toMap(
                        record -> "ticketmaster_vvG1%08x".formatted(record.hashCode() * 0x9E3779B9),
                        record -> "%032x".formatted(record.hashCode())));
    }
}
