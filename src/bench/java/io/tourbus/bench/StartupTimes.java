package io.tourbus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Measures the start of Tourbus with an empty state: the time until it serves, the time until the stream has the first record of a
 * run, and the memory while idle.
 *
 * @param launches the launches by variant, with and without class data sharing
 * @param idleRuns the number of runs before the second measurement of the memory; 0 for none
 */
record StartupTimes(Map<String, List<Launch>> launches, int idleRuns) {

    /**
     * A process with {@code serve}, and one with {@code run}.
     *
     * @param readySeconds time until {@code serve} is ready
     * @param readyCpuSeconds CPU time until {@code serve} is ready
     * @param firstRecordSeconds time until the first record of {@code run venue-refresh} is in the stream
     * @param idleBytes resident memory a few seconds after {@code serve} is ready
     * @param laterIdleBytes resident memory after {@code idleRuns} runs
     */
    record Launch(
            double readySeconds,
            double readyCpuSeconds,
            double firstRecordSeconds,
            long idleBytes,
            long laterIdleBytes) {}

    /** Starts Tourbus with the state in a folder. */
    @FunctionalInterface
    interface Launcher {
        Process start(Path directory, Path output, String... arguments) throws IOException;
    }

    private static final long TIMEOUT_SECONDS = 120;
    private static final long IDLE_SECONDS = 5;
    /** An idle Tourbus returns memory twice a minute at most. */
    private static final long IDLE_SECONDS_AFTER_RUNS = 40;

    private static final double MEBI = 1 << 20;

    /** Measures all variants. @param repetitions how often each is launched, in turn */
    static StartupTimes of(
            Distribution distribution, BenchServers.Addresses servers, Path folder, int repetitions, int idleRuns)
            throws IOException, InterruptedException {
        Map<String, List<Launch>> launches = new LinkedHashMap<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            distribution.deleteArchives();
            launches.computeIfAbsent("as unpacked", none -> new ArrayList<>())
                    .add(launch(distribution, servers, folder, idleRuns));
            distribution.shareClasses();
            launches.computeIfAbsent("after share-classes", none -> new ArrayList<>())
                    .add(launch(distribution, servers, folder, idleRuns));
        }
        return new StartupTimes(launches, idleRuns);
    }

    private static Launch launch(Distribution distribution, BenchServers.Addresses servers, Path folder, int idleRuns)
            throws IOException, InterruptedException {
        var served = ServedRuns.create();
        Launcher launcher = (directory, output, arguments) -> {
            var environment = Processes.launcherEnvironment(servers, directory.resolve("state"));
            environment.putAll(served.environment());
            return distribution.start(environment, output, arguments);
        };
        var directory = Files.createTempDirectory(folder, "start");
        var output = directory.resolve("output.txt");
        var began = System.nanoTime();
        var serving = launcher.start(directory, output, "serve");
        try {
            var ready = awaitReady(serving, began, output);
            var cpu = cpuSeconds(serving);
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            var idle = residentBytes(serving);
            served.run("venue-refresh", idleRuns);
            TimeUnit.SECONDS.sleep(idleRuns > 0 ? IDLE_SECONDS_AFTER_RUNS : 0);
            var laterIdle = residentBytes(serving);
            return new Launch(ready, cpu, firstRecord(launcher, servers, folder), idle, laterIdle);
        } finally {
            serving.destroy();
            serving.waitFor();
        }
    }

    /** Returns the seconds until {@code serve} is ready with the state of a measurement. */
    static double ready(Launcher launcher, Path directory) throws IOException, InterruptedException {
        var output = directory.resolve("serve.txt");
        var began = System.nanoTime();
        var serving = launcher.start(directory, output, "serve");
        try {
            return awaitReady(serving, began, output);
        } finally {
            serving.destroy();
            serving.waitFor();
        }
    }

    private static double awaitReady(Process serving, long began, Path output)
            throws IOException, InterruptedException {
        return await(
                serving, began, output, () -> Files.readString(output).contains("running all jobs on their schedules"));
    }

    private static double firstRecord(Launcher launcher, BenchServers.Addresses servers, Path folder)
            throws IOException, InterruptedException {
        var directory = Files.createTempDirectory(folder, "first-record");
        var client = new ControlClient(servers);
        client.show(0);
        var began = System.nanoTime();
        var output = directory.resolve("run.txt");
        var running = launcher.start(directory, output, "run", "venue-refresh");
        try {
            return await(
                    running,
                    began,
                    output,
                    () -> client.counts().stream().content().records() > 0);
        } finally {
            running.waitFor();
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static double await(Process process, long began, Path output, Condition condition)
            throws IOException, InterruptedException {
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS)) {
                process.destroyForcibly();
                throw new IOException(
                        "Tourbus does not start: " + Files.readString(output).strip());
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** Returns the resident memory; 0 if the system does not report it. */
    private static long residentBytes(Process process) throws IOException {
        var status = Path.of("/proc/%d/status".formatted(process.pid()));
        return Files.isReadable(status) ? Meter.bytes(status, "VmRSS:") : 0;
    }

    private static double cpuSeconds(Process process) {
        return process.info()
                .totalCpuDuration()
                .map(used -> used.toMillis() / 1e3)
                .orElse(0.0);
    }

    List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(new ArrayList<>(List.of("", "ready s", "CPU-s", "first record s", "idle MiB")));
        launches.forEach((how, all) -> rows.add(new ArrayList<>(List.of(
                how,
                median(all, Launch::readySeconds),
                median(all, Launch::readyCpuSeconds),
                median(all, Launch::firstRecordSeconds),
                median(all, launch -> launch.idleBytes() / MEBI)))));
        if (idleRuns > 0) {
            rows.get(0).add("idle MiB after %d runs".formatted(idleRuns));
            var row = rows.iterator();
            row.next();
            launches.values().forEach(all -> row.next().add(median(all, launch -> launch.laterIdleBytes() / MEBI)));
        }
        return Table.lines(rows);
    }

    private static String median(List<Launch> all, ToDoubleFunction<Launch> of) {
        return Table.number(Medians.of(all.stream().mapToDouble(of).toArray()));
    }
}
