package io.tourbus.source.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.source.error.StoppedException;
import io.tourbus.state.PostgresCluster;
import io.tourbus.state.State;
import io.tourbus.state.StoreTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that share a state: each has its own connection to PostgreSQL, or only the files beside an H2 file. */
class RequestPacerTest extends StoreTest {

    private static final int MILLIS = 50;
    private static final int PER_SECOND = 1_000 / MILLIS;

    @TempDir
    private Path folder;

    private State other;

    @BeforeEach
    void start() {
        if (State.isShared(url)) {
            other = State.open(url, PostgresCluster.USER, "");
        } else {
            state = State.empty("jdbc:h2:file:" + folder.resolve("state"));
            other = State.empty("jdbc:h2:file:" + folder.resolve("state"));
        }
    }

    @AfterEach
    void stop() {
        if (!State.isShared(url)) {
            state.close();
        }
        other.close();
    }

    private static RequestPacer pacer(State process, String key, int millis) {
        return new RequestPacer(() -> millis, process.rate("ticketmaster", key));
    }

    @Test
    void togetherTheySendNoMoreThanOneProcessMay() throws Exception {
        List<Callable<Long>> requests = new ArrayList<>();
        for (var process : List.of(state, other)) {
            var pacer = pacer(process, "key", MILLIS);
            var begin = System.nanoTime();
            for (int thread = 0; thread < 13; thread++) {
                requests.add(() -> {
                    pacer.acquire(null, null);
                    return begin + pacer.beforeSending();
                });
            }
        }
        var threads = Executors.newFixedThreadPool(8);
        List<Long> sent = new ArrayList<>();
        for (var request : threads.invokeAll(requests)) {
            sent.add(request.get());
        }
        threads.shutdown();

        sent.sort(null);
        for (int i = PER_SECOND; i < sent.size(); i++) {
            assertThat(TimeUnit.NANOSECONDS.toMillis(sent.get(i) - sent.get(i - PER_SECOND)))
                    .isGreaterThanOrEqualTo(1_000);
        }
    }

    @Test
    void aPauseAppliesToTheOtherProcessAndToRequestsThatWait() throws Exception {
        var waiter = pacer(other, "key", 400);
        waiter.beforeSending();
        Callable<Long> connected = () -> {
            waiter.beforeSending();
            return System.nanoTime();
        };
        Callable<Long> inRoute = () -> {
            waiter.acquire(null, null);
            return System.nanoTime();
        };
        var threads = Executors.newFixedThreadPool(2);
        var waiting = threads.submit(connected);

        var begin = System.nanoTime();
        pacer(state, "key", 400).pause(Duration.ofMillis(900));

        assertThat(waiter.pauseMillis()).isBetween(1L, 901L);
        assertThat(threads.submit(inRoute).get() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(899));
        assertThat(waiting.get() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(899));
        threads.shutdown();
    }

    @Test
    void anotherKeyHasAnotherRate() throws Exception {
        pacer(state, "key", 10_000).pause(Duration.ofMinutes(1));
        var unpaused = pacer(other, "another key", 10_000);

        assertThat(unpaused.pauseMillis()).isZero();
        unpaused.acquire(null, null);
        unpaused.beforeSending();
    }

    @Test
    void aStoppedRunNeitherWaitsForAPauseNorRetries() throws Exception {
        var stopped = new AtomicBoolean();
        var pacer = pacer(state, "key", 700);
        pacer.beforeSending();
        Callable<Long> connected = () -> {
            pacer.acquire(stopped::get, null);
            return pacer.beforeSending();
        };
        Callable<Void> inRoute = () -> {
            pacer.acquire(stopped::get, null);
            return null;
        };
        var threads = Executors.newFixedThreadPool(2);
        var first = threads.submit(connected);
        pacer.pause(Duration.ofMinutes(5));
        var second = threads.submit(inRoute);

        stopped.set(true);

        for (var waiting : List.of(first, second)) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .withCauseInstanceOf(StoppedException.class);
        }
        threads.shutdown();
        var unpaused = pacer(other, "another key", 1);
        unpaused.acquire(stopped::get, null);
        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> unpaused.acquire(stopped::get, 1));
    }
}
