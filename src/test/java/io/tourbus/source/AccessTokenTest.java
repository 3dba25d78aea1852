package io.tourbus.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tourbus.source.error.SourceException;
import io.tourbus.testing.TestClock;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccessTokenTest {

    private final TestClock clock = new TestClock();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AccessToken token = new AccessToken("Spotify", this::grant, clock);

    private AccessToken.Grant grant() {
        return new AccessToken.Grant("token-" + fetches.incrementAndGet(), Duration.ofHours(1));
    }

    @Test
    void isFetchedOnceAndSharedUntilShortlyBeforeItExpires() {
        token.renew();
        clock.advance(Duration.ofMinutes(58));
        token.renew();

        assertThat(token.value()).isEqualTo("token-1");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void isRenewedBeforeItExpires() {
        token.renew();
        clock.advance(Duration.ofMinutes(59));
        token.renew();

        assertThat(token.value()).isEqualTo("token-2");
    }

    @Test
    void aShortLivedTokenIsNotFetchedForEachRequest() {
        var shortLived = new AccessToken(
                "Spotify",
                () -> new AccessToken.Grant("short-" + fetches.incrementAndGet(), Duration.ofSeconds(10)),
                clock);
        shortLived.renew();
        clock.advance(Duration.ofSeconds(4));
        shortLived.renew();

        assertThat(fetches).hasValue(1);
    }

    @Test
    void aRefusedTokenIsReplaced() {
        token.drop(token.renew());
        token.renew();

        assertThat(token.value()).isEqualTo("token-2");
    }

    @Test
    void aLateRefusalOfAnOldTokenKeepsTheNewOne() {
        var old = token.renew();
        token.drop(old);
        token.renew();
        token.drop(old);
        token.renew();

        assertThat(fetches).hasValue(2);
    }

    @Test
    void threadsWithoutATokenWaitForTheFetch() throws Exception {
        var fetching = new CountDownLatch(1);
        var response = new CountDownLatch(1);
        var slow = new AccessToken(
                "Spotify",
                () -> {
                    fetching.countDown();
                    await(response);
                    return grant();
                },
                clock);
        var callers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(slow::renew);
            }
            var serials = calls.stream().map(callers::submit).toList();
            await(fetching);
            response.countDown();
            for (var serial : serials) {
                assertThat(serial.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void concurrentRefusalsOfATokenFetchOneNewToken() throws Exception {
        var refused = token.renew();
        var callers = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> {
                    token.drop(refused);
                    return token.renew();
                });
            }
            for (var serial : callers.invokeAll(calls)) {
                assertThat(serial.get(10, TimeUnit.SECONDS)).isEqualTo(2);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(fetches).hasValue(2);
    }

    @Test
    void otherThreadsUseTheOldTokenDuringRenewal() throws Exception {
        var response = new CountDownLatch(1);
        var renewing = new CountDownLatch(1);
        var shared = new AccessToken(
                "Spotify",
                () -> {
                    if (fetches.get() == 1) {
                        renewing.countDown();
                        await(response);
                    }
                    return grant();
                },
                clock);
        shared.renew();
        clock.advance(Duration.ofMinutes(59).plusSeconds(30));
        var renewal = Executors.newSingleThreadExecutor();
        try {
            var renewed = renewal.submit(shared::renew);
            await(renewing);

            assertThat(shared.renew()).isEqualTo(1);
            assertThat(shared.value()).isEqualTo("token-1");

            response.countDown();
            assertThat(renewed.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        } finally {
            renewal.shutdownNow();
        }
    }

    @Test
    void aFailedFetchThrowsAndReleasesTheLock() {
        var failing = new AccessToken(
                "Spotify",
                () -> {
                    fetches.incrementAndGet();
                    throw new SourceException.Unavailable("down");
                },
                clock);

        assertThatThrownBy(failing::renew).isInstanceOf(SourceException.Unavailable.class);
        assertThatThrownBy(failing::renew).isInstanceOf(SourceException.Unavailable.class);
        assertThat(fetches).hasValue(2);
    }

    static Stream<RuntimeException> failures() {
        return Stream.of(
                new SourceException.Unavailable("down"),
                new CamelExecutionException("wrapped", null, new ConnectException("refused")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void afterAFailedRenewalTheOldTokenIsUsedAndTheRenewalRetried(RuntimeException failure) {
        var fetches = new AtomicInteger();
        var flaky = new AccessToken(
                "Spotify",
                () -> {
                    if (fetches.incrementAndGet() > 1) {
                        throw failure;
                    }
                    return grant();
                },
                clock);
        flaky.renew();
        clock.advance(Duration.ofMinutes(59).plusSeconds(30));

        assertThat(flaky.renew()).isEqualTo(1);
        assertThat(flaky.value()).isEqualTo("token-1");
        clock.advance(Duration.ofSeconds(5));
        assertThat(flaky.renew()).isEqualTo(1);
        assertThat(fetches).hasValue(2);

        clock.advance(Duration.ofSeconds(6));
        assertThat(flaky.renew()).isEqualTo(1);
        assertThat(fetches).hasValue(3);

        clock.advance(Duration.ofSeconds(30));
        assertThatThrownBy(flaky::renew).isSameAs(failure);
    }

    @Test
    void theTextOfAGrantHidesItsValue() {
        assertThat(grant().toString()).doesNotContain("token-1");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
