package io.tourbus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.job.JobRunningException;
import io.tourbus.operations.Operations;
import io.tourbus.state.RunRepository.RunFilter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingOperationsTest {

    private final List<String> log = new ArrayList<>();
    private int attempts;

    @Test
    void repeatsAnOperationUntilItsJobHasEnded() {
        try (var operations = WaitingOperations.open(() -> failing(1), Duration.ofMinutes(1), log::add)) {
            assertThat(operations.runs(RunFilter.latest(1), false)).isEmpty();
        }
        assertThat(log).containsExactly("waiting: busy");
    }

    @Test
    void opensTheOperationsAgainWhileAnotherProcessUsesTheState() {
        try (var operations = WaitingOperations.open(this::inUseOnce, Duration.ofMinutes(1), log::add)) {
            assertThat(operations.runs(RunFilter.latest(1), false)).isEmpty();
        }
        assertThat(log).containsExactly("waiting: in use");
    }

    @Test
    void failsAtTheEndOfTheTime() {
        try (var operations = WaitingOperations.open(() -> failing(9), Duration.ofMillis(1), log::add)) {
            assertThatExceptionOfType(JobRunningException.class)
                    .isThrownBy(() -> operations.runs(RunFilter.latest(1), false));
        }
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
