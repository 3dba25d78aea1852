package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.tourbus.app.settings.StateInUseException;
import io.tourbus.job.JobRunningException;
import io.tourbus.operations.Operations;
import io.tourbus.state.RunRepository.RunFilter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingOperationsTest {

    private Runnable stopping = () -> {};
    private final List<String> log = new ArrayList<>();
    private int attempts;

    @Test
    void repeatsAnOperationUntilItsJobHasEnded() {
        try (var operations = WaitingOperations.open(() -> failing(1), Duration.ofMinutes(1), log::add)
                .operations()) {
            assertThat(operations.runs(RunFilter.latest(1), false)).isEmpty();
        }
        assertThat(log).containsExactly("waiting: busy");
    }

    @Test
    void opensTheOperationsAgainWhileAnotherProcessUsesTheState() {
        try (var operations = WaitingOperations.open(this::inUseOnce, Duration.ofMinutes(1), log::add)
                .operations()) {
            assertThat(operations.runs(RunFilter.latest(1), false)).isEmpty();
        }
        assertThat(log).containsExactly("waiting: in use");
    }

    @Test
    void failsAtTheEndOfTheTime() {
        try (var operations = WaitingOperations.open(() -> failing(9), Duration.ofMillis(1), log::add)
                .operations()) {
            assertThatExceptionOfType(JobRunningException.class)
                    .isThrownBy(() -> operations.runs(RunFilter.latest(1), false));
        }
    }

    @Test
    void failsWhenTheUserStopsTheWait() {
        var waiting = WaitingOperations.open(() -> failing(9), Duration.ofMinutes(1), line -> {
            log.add(line);
            stopping.run();
        });
        stopping = () -> CompletableFuture.runAsync(() -> await().until(waiting::stop));
        try (var operations = waiting.operations()) {
            assertThatExceptionOfType(JobRunningException.class)
                    .isThrownBy(() -> operations.runs(RunFilter.latest(1), false));
        }
        assertThat(attempts).isEqualTo(1);
    }

    private Operations inUseOnce() {
        if (attempts++ == 0) {
            throw new StateInUseException("in use");
        }
        return failing(0);
    }

    private Operations failing(int times) {
        return (Operations) Proxy.newProxyInstance(
                Operations.class.getClassLoader(), new Class<?>[] {Operations.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    if (attempts++ < times) {
                        throw new JobRunningException("busy");
                    }
                    return List.of();
                });
    }
}
