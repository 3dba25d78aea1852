package io.tourbus.run;

import io.tourbus.run.RunManager.Reader;
import io.tourbus.run.slice.ConcurrencyLimiter;
import io.tourbus.run.slice.GapTracker;
import io.tourbus.settings.Settings;
import io.tourbus.source.slice.Scope;
import io.tourbus.source.slice.SlicePlan;
import io.tourbus.source.slice.SliceQueue;
import io.tourbus.source.slice.SplitTracker.SplitStrategy;
import io.tourbus.state.State;
import io.tourbus.testing.Settled;
import io.tourbus.testing.TestClock;
import io.tourbus.testing.TestState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Run managers whose sources have nothing to read. */
abstract class RunManagerFixture {

    static final Duration OVER = Duration.ofSeconds(-1);

    final TestClock clock = new TestClock();
    final State state = TestState.open();
    final State gaps = TestState.open();
    final AtomicInteger ended = new AtomicInteger();

    @AfterEach
    void close() {
        state.close();
        gaps.close();
    }

    /** Its process has died: the lock has expired, and nothing else has happened. */
    Run died(Run run) {
        var job = run.job().label();
        state.runLocks().renew(job, state.runLocks().holder(job).orElseThrow(), OVER);
        return run;
    }

    SlicePlan planFor(String countries) {
        return new SlicePlan() {
            @Override
            public SliceQueue slices(Scope scope) {
                return nothing(scope);
            }

            @Override
            public String fingerprint() {
                return countries;
            }
        };
    }

    SliceQueue nothing(Object scope) {
        return new SliceQueue(Stream.empty(), List.of(), SplitStrategy.NONE, ended::incrementAndGet);
    }

    RunManager runManager(Map<String, SlicePlan> plans) {
        return runManager(Settled.with(), plans);
    }

    RunManager runManager(Settings settings, Map<String, SlicePlan> plans) {
        return runManager(() -> RunSettings.read(settings), plans);
    }

    RunManager runManager(RunSettings.Source settings, Map<String, SlicePlan> plans) {
        Map<String, Reader> readers = plans.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        plan -> new Reader(
                                plan.getValue(), TestState.quota(plan.getKey(), clock), new ConcurrencyLimiter(1))));
        return new RunManager(
                readers,
                List.of(),
                List.of(),
                settings,
                new GapTracker(gaps.gaps()),
                new RunRegistry(state, settings, clock),
                clock);
    }
}
