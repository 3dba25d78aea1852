package io.tourbus.lambda;

import io.tourbus.sandbox.SandboxServers;
import io.tourbus.sandbox.catalogue.Catalogue;
import io.tourbus.sandbox.ticketmaster.TicketmasterServer;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Measures the start and the invocations of the Lambda archive, in the AWS runtime interface client and against the sandbox:
 * {@code java -cp target/test-classes:target/classes:$(cat target/classpath-test) io.tourbus.lambda.LambdaTimes target/tourbus-*-lambda.zip}.
 */
public final class LambdaTimes {

    private static final String EVENT = "{\"job_type\": \"venue_refresh\"}";
    private static final int STARTS = 5;
    private static final int WARM = 5;

    private LambdaTimes() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("lambda-times");
        var root = unzip(Path.of(arguments[0]), folder.resolve("task"));
        var catalogue = new Catalogue(new Catalogue.Size(7, 20, 20, 300, LocalDate.now(ZoneOffset.UTC)));
        var limits = new TicketmasterServer.Options("sandbox-key", 1_000, 100_000);
        try (var servers = new SandboxServers(catalogue, folder.resolve("lake"), 0, limits)) {
            var environment = new HashMap<>(servers.environment());
            environment.put("LAMBDA_TASK_ROOT", root.toString());
            environment.put("TOURBUS_TICKETMASTER_MILLIS_PER_REQUEST", "2");
            measure(root, folder, environment, System.out);
        }
    }

    private static void measure(Path root, Path folder, Map<String, String> environment, PrintStream out)
            throws IOException, InterruptedException {
        var init = new long[STARTS];
        var first = new long[STARTS];
        var warm = LongStream.builder();
        for (var start = 0; start < STARTS; start++) {
            var before = System.nanoTime();
            try (var function = new LambdaFunction(IngestHandler.class, java(root), folder, environment)) {
                function.awaitReady();
                init[start] = System.nanoTime() - before;
                first[start] = timed(function);
                for (var invocation = 0; invocation < WARM; invocation++) {
                    warm.add(timed(function));
                }
            }
        }
        out.printf("medians of %d starts, milliseconds%n", STARTS);
        out.printf("start, until it requests an event:        %,d%n", median(init));
        out.printf("first event, a run of venue-refresh:      %,d%n", median(first));
        out.printf(
                "later events, the same run:               %,d%n",
                median(warm.build().toArray()));
    }

    private static long timed(LambdaFunction function) throws IOException, InterruptedException {
        var before = System.nanoTime();
        var response = function.invoke(EVENT);
        if (response.path("statusCode").asInt() != 200) {
            throw new IllegalStateException(response.toString());
        }
        return System.nanoTime() - before;
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1_000_000;
    }

    private static Path unzip(Path zip, Path root) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            for (var entry :
                    file.stream().filter(candidate -> !candidate.isDirectory()).toList()) {
                var target = root.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(file.getInputStream(entry), target);
            }
        }
        return root;
    }

    /** Java with the flags and the class path of Lambda, and the runtime interface client, which the archive does not contain. */
    private static List<String> java(Path root) {
        var runtime = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> jar.contains("aws-lambda-java-"));
        var classPath = Stream.concat(Stream.of(root.toString(), root.resolve("lib") + "/*"), runtime)
                .collect(Collectors.joining(File.pathSeparator));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath);
    }
}
