package io.tourbus.app;

import io.tourbus.app.settings.StateInUseException;
import io.tourbus.job.JobRunningException;
import io.tourbus.operations.Operations;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Repeats an operation while the job is running, or another process uses the state. */
final class WaitingOperations implements InvocationHandler {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Supplier<Operations> opening;
    private final long deadline;
    private final Consumer<String> log;
    private Operations operations;
    private boolean logged;
    private volatile boolean waiting;
    private volatile boolean stopped;

    private WaitingOperations(Supplier<Operations> opening, Duration limit, Consumer<String> log) {
        this.opening = opening;
        this.deadline = System.nanoTime() + limit.toNanos();
        this.log = log;
    }

    /**
     * @param opening opens the operations, again after each failure: another process may serve by then
     * @param log receives what it waits for, once
     */
    static WaitingOperations open(Supplier<Operations> opening, Duration limit, Consumer<String> log) {
        return new WaitingOperations(opening, limit, log);
    }

    Operations operations() {
        return (Operations)
                Proxy.newProxyInstance(Operations.class.getClassLoader(), new Class<?>[] {Operations.class}, this);
    }

    /** Makes the waiting operation fail with the reason for which it waits. @return false if none waits */
    boolean stop() {
        stopped |= waiting;
        return stopped;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("close") && operations == null) {
            return null;
        }
        while (true) {
            try {
                operations = operations == null ? opening.get() : operations;
                return method.invoke(operations, arguments);
            } catch (InvocationTargetException e) {
                pause(e.getCause());
            } catch (StateInUseException e) {
                pause(e);
            }
        }
    }

    private void pause(Throwable failure) throws Throwable {
        var waits = failure instanceof StateInUseException || failure instanceof JobRunningException;
        if (!waits || stopped || System.nanoTime() - deadline > 0) {
            throw failure;
        }
        if (!logged) {
            log.accept("waiting: " + failure.getMessage());
            logged = true;
        }
        if (operations != null) {
            operations.close();
            operations = null;
        }
        waiting = true;
        Thread.sleep(INTERVAL.toMillis());
        if (stopped) {
            throw failure;
        }
        waiting = false;
    }
}
