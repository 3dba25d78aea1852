package io.tourbus.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Measures encoding an object with 1,000 lines of about 1,200 bytes; the result is the time per line. */
@State(Scope.Benchmark)
public class GzipLinesBenchmark {

    private static final int LINES = 1_000;

    private final List<byte[]> lines =
            IntStream.range(0, LINES).mapToObj(GzipLinesBenchmark::line).toList();

    private static byte[] line(int number) {
        var json = new StringBuilder("{\"id\":\"ticketmaster_").append(number).append('"');
        for (int field = 0; field < 24; field++) {
            var value = Integer.toHexString((number * 31 + field) * 0x9E3779B9).repeat(4);
            json.append(",\"field_%d\":\"%s\"".formatted(field, value));
        }
        return json.append('}').toString().getBytes(UTF_8);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public byte[] encode() {
        return GzipLines.encode(lines);
    }
}
