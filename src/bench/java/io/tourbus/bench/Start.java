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
 * How long Tourbus takes from the start of its process until it serves, and until the stream has a record of a run; and what it
 * holds when it has nothing to do. Each with an empty state, which is made first.
 *
 * @param launches by how they were launched
 */
record Start(Map<String, List<Launch>> launches) {

    /**
     * One process that serves, and one that runs.
     *
     * @param readySeconds until it says that the jobs run on their schedules
     * @param readyCpuSeconds what it has used until then
     * @param firstRecordSeconds until the first record of {@code run venue-refresh} is in the stream
     * @param idleBytes what is resident a few seconds after it was ready
     */
    record Launch(double readySeconds, double readyCpuSeconds, double firstRecordSeconds, long idleBytes) {}

    private static final long LONGEST_SECONDS = 60;
    private static final long SETTLED_SECONDS = 5;

    /** @param repetitions how often each is launched, in turn */
    static Start of(Distribution distribution, Stage.Addresses stage, Path folder, int repetitions)
            throws IOException, InterruptedException {
        Map<String, List<Launch>> launches = new LinkedHashMap<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            distribution.forgetClasses();
            launches.computeIfAbsent("as unpacked", none -> new ArrayList<>()).add(launch(distribution, stage, folder));
            distribution.shareClasses();
            launches.computeIfAbsent("after share-classes", none -> new ArrayList<>())
                    .add(launch(distribution, stage, folder));
        }
        return new Start(launches);
    }

    private static Launch launch(Distribution distribution, Stage.Addresses stage, Path folder)
            throws IOException, InterruptedException {
        var place = Files.createTempDirectory(folder, "start");
        var said = place.resolve("said.txt");
        var began = System.nanoTime();
        var serving = distribution.start(Processes.environment(stage, place.resolve("serving")), said, "serve");
        try {
            var ready = await(serving, began, () -> Files.readString(said).contains("the jobs run on their schedules"));
            var cpu = cpuSeconds(serving);
            TimeUnit.SECONDS.sleep(SETTLED_SECONDS);
            var idle = residentBytes(serving);
            return new Launch(ready, cpu, firstRecord(distribution, stage, place), idle);
        } finally {
            serving.destroy();
            serving.waitFor();
        }
    }

    private static double firstRecord(Distribution distribution, Stage.Addresses stage, Path place)
            throws IOException, InterruptedException {
        var client = new StageClient(stage);
        client.show(0);
        var began = System.nanoTime();
        var running = distribution.start(
                Processes.environment(stage, place.resolve("running")),
                place.resolve("run.txt"),
                "run",
                "venue-refresh");
        try {
            return await(
                    running, began, () -> client.counts().stream().content().records() > 0);
        } finally {
            running.waitFor();
        }
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static double await(Process process, long began, Condition condition)
            throws IOException, InterruptedException {
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
                process.destroyForcibly();
                throw new IOException("Tourbus does not start: ./tourbus serve tells why");
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** 0 where the system does not tell. */
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
        rows.add(List.of("", "ready s", "CPU-s", "first record s", "idle MiB"));
        launches.forEach((how, all) -> rows.add(List.of(
                how,
                median(all, Launch::readySeconds),
                median(all, Launch::readyCpuSeconds),
                median(all, Launch::firstRecordSeconds),
                median(all, launch -> launch.idleBytes() / (double) (1 << 20)))));
        return Table.lines(rows);
    }

    private static String median(List<Launch> all, ToDoubleFunction<Launch> of) {
        return Table.number(Medians.of(all.stream().mapToDouble(of).toArray()));
    }
}
