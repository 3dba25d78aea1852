package io.tourbus.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tourbus.app.StateInUseException;
import io.tourbus.state.State;
import io.tourbus.testing.SandboxContext;
import io.tourbus.testing.SandboxTest;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state that the bucket keeps between invocations. */
class S3StateStoreTest extends SandboxTest {

    @BeforeEach
    void open() throws IOException {
        sandbox = new SandboxContext(folder, 1, 1, 1);
    }

    @Test
    void whatAnInstanceKeepsIsWhatTheNextOneFindsAndOneThatWasOvertakenKeepsNothing() {
        try (var first = instance("first");
                var second = instance("second")) {
            assertThat(first.changed()).isTrue();
            first.fetch();
            second.fetch();
            try (var state = state("first")) {
                state.facts().put("who", "first", Instant.now());
                first.keep(state::backUp);
            }

            assertThat(first.changed()).isFalse();
            assertThat(second.changed()).isTrue();
            try (var state = state("second")) {
                assertThatExceptionOfType(StateInUseException.class)
                        .isThrownBy(() -> second.keep(state::backUp))
                        .withMessageStartingWith(
                                "another instance has written s3://concert-data-raw/state/lambda/state.zip");
            }
            second.fetch();
            try (var state = state("second")) {
                assertThat(state.facts().get("who")).contains("first");
            }
        }
    }

    @Test
    void oneInstanceAtATimeHasIt() {
        try (var first = instance("first");
                var second = instance("second")) {
            first.take("the first one", Instant.now().plusSeconds(60));

            assertThatExceptionOfType(StateInUseException.class)
                    .isThrownBy(
                            () -> second.take("the second one", Instant.now().plusSeconds(60)))
                    .withMessageContaining("is in use by the first one, until ");
            first.release();
            second.take("the second one", Instant.now().minusSeconds(60));
            first.take("the first one", Instant.now().plusSeconds(60));
            second.release();
            assertThatExceptionOfType(StateInUseException.class)
                    .isThrownBy(
                            () -> second.take("the second one", Instant.now().plusSeconds(60)));
        }
    }

    private S3StateStore instance(String name) {
        sandbox.set("tourbus.state.folder", folder.resolve(name).toString());
        return S3StateStore.open(sandbox.overlay());
    }

    private State state(String name) {
        return State.open("jdbc:h2:file:" + folder.resolve(name).resolve("state"), "", "");
    }
}
