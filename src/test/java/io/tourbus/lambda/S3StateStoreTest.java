package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.app.settings.StateInUseException;
import io.tourbus.state.State;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state in the bucket between invocations. */
class S3StateStoreTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 1, 1, 1);
    }

    @Test
    void anInstanceCanUploadOnlyIfNoOtherOneHasChangedTheState() {
        try (var first = instance("first");
                var second = instance("second")) {
            assertThat(first.isOutdated()).isTrue();
            first.download();
            second.download();
            try (var state = state("first")) {
                state.keyValues().put("who", "first", Instant.now());
                first.upload(state::backUp);
            }

            assertThat(first.isOutdated()).isFalse();
            assertThat(second.isOutdated()).isTrue();
            try (var state = state("second")) {
                assertThatExceptionOfType(StateInUseException.class)
                        .isThrownBy(() -> second.upload(state::backUp))
                        .withMessageStartingWith(
                                "Another instance has changed s3://concert-data-raw/state/lambda/state.zip");
            }
            second.download();
            try (var state = state("second")) {
                assertThat(state.keyValues().get("who")).contains("first");
            }
        }
    }

    @Test
    void oneInstanceAtATimeHasTheLock() {
        try (var first = instance("first");
                var second = instance("second")) {
            first.lock("the first instance", Instant.now().plusSeconds(60));

            assertThatExceptionOfType(StateInUseException.class)
                    .isThrownBy(() ->
                            second.lock("the second instance", Instant.now().plusSeconds(60)))
                    .withMessageContaining("is in use by the first instance, until ");
            first.unlock();
            second.lock("the second instance", Instant.now().minusSeconds(60));
            first.lock("the first instance", Instant.now().plusSeconds(60));
            second.unlock();
            assertThatExceptionOfType(StateInUseException.class)
                    .isThrownBy(() ->
                            second.lock("the second instance", Instant.now().plusSeconds(60)));
        }
    }

    private S3StateStore instance(String name) {
        sandbox.set("tourbus.state.folder", folder.resolve(name).toString());
        return S3StateStore.open(sandbox.overrides());
    }

    private State state(String name) {
        return State.open("jdbc:h2:file:" + folder.resolve(name).resolve("state"), "", "");
    }
}
