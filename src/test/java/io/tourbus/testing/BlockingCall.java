package io.tourbus.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A call in its own thread, for tests that show that the call blocks. A future that is not done proves nothing: its call
 * may not have started yet. This class looks at the thread instead.
 */
public final class BlockingCall<T> {

    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final FutureTask<T> task;
    private final Thread thread;

    private BlockingCall(Supplier<T> call) {
        task = new FutureTask<>(call::get);
        thread = new Thread(task, "blocking-call");
        thread.setDaemon(true);
    }

    public static <T> BlockingCall<T> start(Supplier<T> call) {
        var blocking = new BlockingCall<>(call);
        blocking.thread.start();
        return blocking;
    }

    /** Returns once the thread waits in a class; fails if the call returns instead. */
    public BlockingCall<T> awaitBlockedIn(Class<?> type) {
        await().atMost(TIMEOUT).until(() -> task.isDone() || waitsIn(type));
        assertThat(task).as("the call in " + type.getSimpleName()).isNotDone();
        return this;
    }

    /** The result; waits for it. */
    public T result() throws Exception {
        return task.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private boolean waitsIn(Class<?> type) {
        return WAITING.contains(thread.getState())
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(type.getName()));
    }
}
