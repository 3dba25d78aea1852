package io.tourbus.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.model.Batch;
import io.tourbus.model.Entity;
import io.tourbus.model.Normalized;
import io.tourbus.model.RecordEncoder.RecordLine;
import io.tourbus.testing.Hooks;
import io.tourbus.testing.TestState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks that return nonsense, loop, take too long or do not exist. */
class HookCallsTest {

    private static final HookContext CONTEXT =
            new HookContext("run-1", Instant.EPOCH, "ticketmaster", "events", "slice-1", "ticketmaster_1");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HookCalls calls = new HookCalls(camel, Duration.ofMillis(300));

    @BeforeEach
    void start() {
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void hook(Processor step) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(Hook.BEFORE_STREAM.uri()).routeId("hook").process(step);
            }
        });
    }

    private Map<String, Object> call() {
        var answer = calls.call(Hook.BEFORE_STREAM, new HashMap<>(Map.of("name", "Tour")), CONTEXT);
        return HookRecords.map(
                HookRecords.result(Hook.BEFORE_STREAM, answer.getMessage().getBody()));
    }

    private static Arguments result(Object body, String reason) {
        return Arguments.of(body, "before-stream: " + reason);
    }

    static List<Arguments> nonsense() {
        var loop = new HashMap<String, Object>();
        loop.put("self", loop);
        return List.of(
                result(null, "returned no record. To drop a record, call the method drop of the bean 'record'."),
                result(
                        "text",
                        "returned text instead of a record. Receive the results of other steps in a variable (variableReceive)."),
                result(
                        Collections.nCopies(1_000_000, "x"),
                        "returned a list of 1,000,000 elements instead of a record. Receive the results of other steps in a"
                                + " variable (variableReceive)."),
                result(
                        Map.of("text", "x".repeat(11_000_000)),
                        "returned a record of 11,000,011 bytes. At most 10,000,000 are possible."),
                result(Map.of("value", new Object()), "returned a record that is not JSON: No serializer found"),
                result(loop, "returned a record that is not JSON: "));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsAFailureOfTheHook(Object body, String reason) throws Exception {
        hook(exchange -> exchange.getMessage().setBody(body));

        assertThatExceptionOfType(HookException.class).isThrownBy(this::call).withMessageStartingWith(reason);
    }

    @Test
    void aLoopingHookIsStoppedAndNotCalledForAWhile() throws Exception {
        var rounds = new AtomicInteger();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(Hook.BEFORE_STREAM.uri())
                        .routeId("hook")
                        .loopDoWhile(constant(true))
                        .process(exchange -> rounds.incrementAndGet());
            }
        });

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::call)
                    .hasMessage("before-stream: no result within 300 ms (tourbus.hooks.timeout-seconds)");
        }
        assertThatThrownBy(this::call)
                .hasMessage("before-stream: not called for 60 s, because it timed out repeatedly");
        Awaitility.await().until(() -> {
            var before = rounds.get();
            Thread.yield();
            return camel.getInflightRepository().size() == 0 && before == rounds.get();
        });

        camel.getRouteController().stopRoute("hook");
        camel.removeRoute("hook");
        hook(exchange -> {});
        assertThat(call()).containsEntry("name", "Tour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loop", "copying loop", "delay", "loop with delays"})
    void nothingIsLeftOfAHookThatTimesOut(String steps) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                var hook = from(Hook.BEFORE_STREAM.uri()).routeId("hook");
                switch (steps) {
                    case "loop" ->
                        hook.loop(constant(10_000_000)).setHeader("index", exchangeProperty("CamelLoopIndex"));
                    case "copying loop" ->
                        hook.loop(constant(10_000_000)).copy().setBody(constant("copy"));
                    case "delay" -> hook.delay(3_600_000).setBody(constant("late"));
                    default -> hook.loop(constant(1_000)).delay(250).setBody(constant("late"));
                }
            }
        });

        assertThatThrownBy(this::call).hasMessageContaining("no result within");

        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(camel.getInflightRepository().size()).isZero());
    }

    @Test
    void aHookThatCallsItselfFails() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(Hook.BEFORE_STREAM.uri()).routeId("hook").to(Hook.BEFORE_STREAM.uri());
            }
        });

        assertThatExceptionOfType(HookException.class).isThrownBy(this::call);
    }

    @Test
    void aHookThatWaitsIsInterrupted() throws Exception {
        var interrupted = new CountDownLatch(1);
        hook(exchange -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });

        assertThatThrownBy(this::call).hasMessageContaining("no result within");
        Awaitility.await().until(() -> interrupted.getCount() == 0);
    }

    @Test
    void aStoppedHookFailsAndAMissingOneIsAbsent() throws Exception {
        assertThat(calls.isPresent(Hook.BEFORE_STREAM)).isFalse();
        hook(exchange -> {});
        assertThat(calls.isPresent(Hook.BEFORE_STREAM)).isTrue();
        assertThat(calls.isPresent(Hook.BEFORE_LAKE)).isFalse();

        camel.getRouteController().suspendRoute("hook");

        assertThatThrownBy(this::call)
                .hasMessage("before-stream: route hook is stopped or suspended; start it on the page or with POST"
                        + " /api/routes/hook/resume");
    }

    @Test
    void withoutAHookABatchStaysTheSameAndNoMessageIsSent() {
        var state = TestState.open();
        var hooks = Hooks.in(camel, state.deadLetters()).records();
        var line = new RecordLine("a", "a", "hash", "not JSON".getBytes(StandardCharsets.UTF_8));
        var batch = new Batch(
                "run-1",
                Instant.EPOCH,
                "ticketmaster",
                Entity.EVENTS,
                "slice-1",
                List.of(new Normalized(new byte[0], line)),
                List.of(),
                Map.of());

        assertThat(hooks.isPresent()).isFalse();
        assertThat(hooks.afterNormalize(null, batch, null)).isSameAs(batch);
        assertThat(hooks.beforeLake(null, batch, null)).isSameAs(batch);
        assertThat(hooks.beforeStream(null, batch, null)).isSameAs(batch);
        assertThat(camel.getEndpoints()).isEmpty();
    }

    @Test
    void reasonsHaveNeitherSecretsNorDetailsOfOneRecord() {
        var failure = new IllegalStateException("no luck with Thing@1a2b3c4d due to: details");

        assertThat(HookException.describe(failure, "https://hooks.example.com/secret?key=x"))
                .isEqualTo("https://hooks.example.com: IllegalStateException no luck with Thing");
        assertThat(HookException.describe(failure, "direct://hook-before-stream"))
                .isEqualTo("IllegalStateException no luck with Thing");
        assertThat(HookException.describe(
                        new HttpOperationFailedException(
                                "https://hooks.example.com/secret", 500, "Error", null, Map.of(), "secret"),
                        null))
                .isEqualTo("HTTP 500 from hooks.example.com");
    }
}
